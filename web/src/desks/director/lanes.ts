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
/** The rating that counts: an evaluator's, where there is one. */
export const countsOf = (card: Card) => card.changed || card.rating;
/** Best first. */
export const RATINGS = ['P', 'S', 'M', 'U'] as const;
export const toneOfRating = (rating: string) => (({ P: 'done', S: 'info', M: 'soon', U: 'late' }) as const)[rating as 'P'] ?? 'quiet';

/** The same card of several units at the same minute: shown as one mark, as bad as the worst of them. */
export interface Bundle {
  card: Card;
  all: readonly Card[];
}
const badness = (c: Card) => 1 + RATINGS.indexOf(countsOf(c) as 'P');
export function bundles(cards: readonly Card[]): Bundle[] {
  const found = new Map<string, Card[]>();
  for (const c of cards) found.set(`${c.inject}@${c.at}`, [...(found.get(`${c.inject}@${c.at}`) ?? []), c]);
  return [...found.values()].map((all) => ({ card: all.reduce((a, b) => (badness(b) > badness(a) ? b : a)), all }));
}

export interface Mark {
  bundle: Bundle;
  card: Card;
  /** Hundredths of the lane's length from its beginning. */
  left: number;
  /** Which row of the lane, where marks would lie upon each other. */
  row: number;
}
/** Marks side by side: no two of a row nearer than `apart` hundredths. */
export function place(cards: readonly Card[], from: number, to: number, apart: number): Mark[] {
  const ends: number[] = [];
  return bundles(cards)
    .sort((a, b) => a.card.at - b.card.at || a.card.inject.localeCompare(b.card.inject))
    .map((bundle) => {
      const { card } = bundle;
      const left = ((Math.max(from, Math.min(to, card.at)) - from) / Math.max(1, to - from)) * 100;
      let row = ends.findIndex((end) => left - end >= apart);
      if (row < 0) row = ends.push(left) - 1;
      else ends[row] = left;
      return { bundle, card, left, row };
    });
}
