// Words of the desk counter: every key begins with 'counter.'.
export const counter = {} as const;
