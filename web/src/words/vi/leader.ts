// Words of the desk leader: every key begins with 'leader.'.
export const leader = {} as const;
