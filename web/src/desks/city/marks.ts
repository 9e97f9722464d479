// How colours are marked, and shares written, on every page of the board.
import { number } from '../../words/format';

/** Of the unit's work at this moment. */
export const TONE = { red: 'late', amber: 'soon', green: 'done' } as const;
/** Of Plan 02, by what its record proves. */
export const PLAN02 = { red: 'late', yellow: 'soon', green: 'done', '': 'quiet' } as const;
export const SIGN = { red: '▲', yellow: '◆', green: '✓', '': '–' } as const;

export const percent = (perMille: number | undefined) => (perMille === undefined ? '–' : `${number(Math.round(perMille) / 10)}%`);
/** Thousandths of a point, to a tenth. */
export const points = (thousandths: number) => number(Math.round(thousandths / 100) / 10);
