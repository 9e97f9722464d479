// A day as the wire counts it: days since 1970.
import { day } from '../../words/format';

const DAY = 86_400_000;
export const shown = (date: number) => day(date * DAY);
export const toIso = (date: number | undefined) => (date === undefined ? '' : new Date(date * DAY).toISOString().slice(0, 10));
export const fromIso = (iso: string) => Date.parse(`${iso}T00:00Z`) / DAY;
