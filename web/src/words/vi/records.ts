// Words of the desk records: every key begins with 'records.'.
export const records = {} as const;
