// Instants, money and lengths of time as officials write them. Vietnam's clock is UTC+7 the year round, whatever the PC's is.
import { language } from './words.svelte';

const OFFSET = 7 * 3_600_000;
const two = (n: number) => String(n).padStart(2, '0');
const local = (ms: number) => new Date(ms + OFFSET);

export const day = (ms: number) => {
  const d = local(ms);
  return `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`;
};
export const hour = (ms: number) => {
  const d = local(ms);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
};
export const second = (ms: number) => `${hour(ms)}:${two(local(ms).getUTCSeconds())}`;
/** 14:05 today, else 14:05 23/06/2025. */
export const instant = (ms: number, now?: number) =>
  now !== undefined && day(now) === day(ms) ? hour(ms) : `${hour(ms)} ${day(ms)}`;
export const weekday = (ms: number) => {
  const n = local(ms).getUTCDay();
  return language() === 'vi'
    ? ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'][n]!
    : ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][n]!;
};
/** What a person types for a day ("1/7/2025", "01072025", "01/07/2025 08:30") → "2025-07-01" or "2025-07-01T08:30"; '' if it is none. */
export function typedDay(text: string, withTime = false): string {
  const m = /^\s*(\d{1,2})[/.\-\s]?(\d{1,2})[/.\-\s]?(\d{4})(?:\D+(\d{1,2})[:hg]?(\d{2}))?\s*$/.exec(text);
  if (!m) return '';
  const [d, mo, y, h, mi] = m.slice(1).map((n) => (n === undefined ? undefined : Number(n)));
  const at = new Date(Date.UTC(y!, mo! - 1, d!));
  if (at.getUTCDate() !== d || at.getUTCMonth() !== mo! - 1) return '';
  const iso = `${y}-${two(mo!)}-${two(d!)}`;
  if (!withTime) return h === undefined ? iso : '';
  return h === undefined || h > 23 || mi! > 59 ? '' : `${iso}T${two(h)}:${two(mi!)}`;
}
/** The way back: "2025-07-01T08:30" → "01/07/2025 08:30". */
export const shownDay = (iso: string) => iso.replace(/^(\d{4})-(\d\d)-(\d\d)(?:T(.*))?$/, (_, y, m, d, time) => `${d}/${m}/${y}${time ? ` ${time}` : ''}`);

/** "2025-06-23T14:05" of a datetime-local field ↔ ms. */
export const toField = (ms: number) => new Date(ms + OFFSET).toISOString().slice(0, 16);
export const fromField = (text: string): number | undefined => {
  const ms = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}:00Z`);
  return Number.isNaN(ms) ? undefined : ms - OFFSET;
};

export const number = (n: number) => n.toLocaleString(language() === 'vi' ? 'vi-VN' : 'en-GB');
/** Whole đồng. */
export const money = (dong: number) => `${number(dong)} ${language() === 'vi' ? 'đ' : 'VND'}`;

/** The largest unit that says enough: 3 ngày, 5 giờ, 12 phút. Days are of 24 hours, not working days. */
export function length(ms: number): string {
  const vi = language() === 'vi';
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const say = (n: number, v: string, e: string) => `${number(n)} ${vi ? v : n === 1 ? e : `${e}s`}`;
  if (minutes < 60) return say(minutes, 'phút', 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    return rest && hours < 4 ? `${say(hours, 'giờ', 'hour')} ${say(rest, 'phút', 'minute')}` : say(hours, 'giờ', 'hour');
  }
  return say(Math.floor(hours / 24), 'ngày', 'day');
}

/** For searching without marks: "Mỹ Thượng" → "my thuong". */
export const fold = (text: string) =>
  text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
/** Do all words of `wanted` begin a word of `text`, marks or not? Or is it the first letters of words that follow one another: "ctbs"? */
export function matches(text: string, wanted: string): boolean {
  const words = ` ${fold(text)}`;
  const initials = words.split(/[\s,.;:()/-]+/).map((w) => w.charAt(0)).join('');
  if (/^[a-z]{3,}$/.test(wanted) && initials.includes(wanted)) return true;
  return fold(wanted).split(/\s+/).filter(Boolean).every((w) => words.includes(` ${w}`) || words.includes(`.${w}`) || words.includes(`/${w}`));
}
