// Which desk a card is for, by its kind; the lanes of the timeline.
import type { S } from '../../wire/shapes';

export const lanes = ['party', 'meeting', 'leader', 'records', 'counter', 'officer', 'technical', 'other'] as const;
export type Lane = (typeof lanes)[number];
export type Card = S['DirectorCard'];

const KINDS: Record<Exclude<Lane, 'other'>, readonly string[]> = {
  party: ['party-wall', 'party-document'],
  meeting: ['wrong-order', 'miscounted-vote', 'quorum-short', 'open-ballot'],
  leader: ['delegation', 'signer-away', 'oral-task', 'unlawful-signer', 'wrong-authority'],
  records: ['outgoing-document', 'urgent-document', 'duplicate-document', 'secret-document', 'number-before-signature', 'recall', 'city-letter', 'storm-warning'],
  counter: [
    'early-slip', 'missing-paper', 'angry-citizen', 'out-of-territory', 'second-supplement', 'surge', 'after-cutoff', 'wrong-channel', 'quiet-citizen',
    'business-online', 'bulk-copies', 'duplicate-request', 'withdrawal', 'careless-reception', 'out-of-hours', 'wrong-refusal',
  ],
  officer: ['in-flight', 'land-dispute', 'disability', 'interlinked', 'erase-request', 'unentitled-erase'],
  technical: ['network-down', 'slow-software', 'power-cut', 'token-broken', 'staff-absent'],
};
const byKind = new Map<string, Lane>(Object.entries(KINDS).flatMap(([lane, kinds]) => kinds.map((k) => [k, lane as Lane] as const)));

export const laneOf = (card: Card): Lane => byKind.get(card.kind) ?? 'other';
export const idOf = (card: Card) => `${card.inject}@${card.unit}`;
/** Best first. */
export const RATINGS = ['P', 'S', 'M', 'U'] as const;
export const toneOfRating = (rating: string) => (({ P: 'done', S: 'info', M: 'soon', U: 'late' }) as const)[rating as 'P'] ?? 'quiet';

export interface Mark {
  card: Card;
  /** Hundredths of the lane's length from its beginning. */
  left: number;
  /** Which row of the lane, where marks would lie upon each other. */
  row: number;
}
/** Marks side by side: no two of a row nearer than `apart` hundredths. */
export function place(cards: readonly Card[], from: number, to: number, apart: number): Mark[] {
  const ends: number[] = [];
  return [...cards]
    .sort((a, b) => a.at - b.at || a.inject.localeCompare(b.inject))
    .map((card) => {
      const left = ((Math.max(from, Math.min(to, card.at)) - from) / Math.max(1, to - from)) * 100;
      let row = ends.findIndex((end) => left - end >= apart);
      if (row < 0) row = ends.push(left) - 1;
      else ends[row] = left;
      return { card, left, row };
    });
}
