// Words of the desk director: every key begins with 'director.'.
export const director = {} as const;
