// Words of the desk assignments: every key begins with 'assignments.'.
export const assignments = {} as const;
