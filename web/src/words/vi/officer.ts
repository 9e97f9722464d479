// Words of the desk officer: every key begins with 'officer.'.
export const officer = {} as const;
