// Words of the desk city: every key begins with 'city.'.
export const city = {} as const;
