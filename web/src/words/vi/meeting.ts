// Words of the desk meeting: every key begins with 'meeting.'.
export const meeting = {} as const;
