// Words of the desk practice: every key begins with 'practice.'.
export const practice = {} as const;
