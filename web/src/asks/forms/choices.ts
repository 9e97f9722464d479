// What the view `people` offers to be picked in forms.
import type { Choice } from '../../parts/Pick.svelte';
import type { S } from '../../wire/shapes';

type People = S['PeopleView'] | undefined;

/** Posts, with their body and who holds them. */
export const postsOf = (people: People, side?: string): Choice[] => {
  const sides = new Map((people?.bodies ?? []).map((b) => [b.code, b.side]));
  return (people?.posts ?? [])
    .filter((p) => !side || (sides.get(p.body.code) ?? side) === side)
    .map((p) => ({ value: p.code, label: `${p.title} · ${p.body.name}`, more: p.holders.slice(0, 3).map((h) => h.name).join(', ') }));
};
export const bodiesOf = (people: People, side?: string): Choice[] =>
  (people?.bodies ?? []).filter((b) => !side || b.side === side).map((b) => ({ value: b.code, label: b.name }));
export const officersOf = (people: People): Choice[] =>
  (people?.officers ?? []).map((o) => ({ value: o.code, label: o.name, more: o.posts.map((p) => p.name).join(', ') }));
/** Who holds a post now. */
export const holdersOf = (people: People, post: string) =>
  (people?.posts.find((p) => p.code === post)?.holders ?? []).map((h) => ({ value: h.code, label: h.name }));
export const sideOf = (people: People, body: string) => people?.bodies.find((b) => b.code === body)?.side;
/** Where a paper can go: units, and bodies here. */
export const recipientsOf = (people: People, side?: string): Choice[] => [
  ...(people?.units ?? []).map((u) => ({ value: u.code, label: u.name })),
  ...bodiesOf(people, side),
];
/** Types in common use; a Party type is the state's with "Đ-" before it. */
export const TYPES = {
  state: ['CV', 'QĐ', 'TB', 'BC', 'KH', 'TTr', 'CT', 'GM', 'NQ', 'CĐ', 'BB', 'HD'],
  party: ['Đ-CV', 'Đ-QĐ', 'Đ-TB', 'Đ-BC', 'Đ-KH', 'Đ-TTr', 'Đ-NQ', 'Đ-KL', 'Đ-CTr', 'Đ-BB'],
} as const;
