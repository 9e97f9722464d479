// Words of the desk admin: every key begins with 'admin.'.
export const admin = {} as const;
