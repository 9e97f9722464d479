// Words of the desk citizen: every key begins with 'citizen.'.
export const citizen = {} as const;
