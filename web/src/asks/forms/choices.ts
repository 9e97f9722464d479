// What the view `people` offers to be picked in forms.
import type { Choice } from '../../parts/Pick.svelte';
import type { S } from '../../wire/shapes';
import { t } from '../../words/words.svelte';

type People = S['PeopleView'] | undefined;

/** Posts somebody here holds, with their body and the holders. */
export const postsOf = (people: People, side?: string): Choice[] => {
  const sides = new Map((people?.bodies ?? []).map((b) => [b.code, b.side]));
  return (people?.posts ?? [])
    .filter((p) => p.holders.length > 0 && (!side || (sides.get(p.body.code) ?? side) === side))
    .map((p) => ({ value: p.code, label: `${p.title} · ${p.body.name}`, more: p.holders.slice(0, 3).map((h) => h.name).join(', ') }));
};
/** Bodies whose head sits here: the plan also knows those of the city, and its observers are among the people. */
export const bodiesOf = (people: People, side?: string): Choice[] => {
  const held = new Set((people?.posts ?? []).filter((p) => p.holders.length > 0).map((p) => p.code));
  return (people?.bodies ?? []).filter((b) => held.has(b.head.code) && (!side || b.side === side)).map((b) => ({ value: b.code, label: b.name }));
};
export const officersOf = (people: People): Choice[] =>
  (people?.officers ?? []).map((o) => ({ value: o.code, label: o.name, more: o.posts.map((p) => p.name).join(', ') }));
/** Who holds a post now. */
export const holdersOf = (people: People, post: string) =>
  (people?.posts.find((p) => p.code === post)?.holders ?? []).map((h) => ({ value: h.code, label: h.name }));
export const sideOf = (people: People, body: string) => people?.bodies.find((b) => b.code === body)?.side;
/** Where a paper can go: units, and bodies here. */
export const recipientsOf = (people: People, side?: string): Choice[] => [
  ...(people?.units ?? []).map((u) => ({ value: u.code, label: u.name })),
  ...(people?.bodies ?? []).filter((b) => !side || b.side === side).map((b) => ({ value: b.code, label: b.name })),
];
/** Types to choose from, with their names. */
export const typesOf = (side: 'state' | 'party') =>
  TYPES[side].map((c) => ({ value: c, label: t(`document.kind.${c.replace('Đ-', '') as Short<typeof c>}`) }));
type Short<T extends string> = T extends `Đ-${infer R}` ? R : T;
/** Types in common use; a Party type is the state's with "Đ-" before it. */
export const TYPES = {
  state: ['CV', 'QĐ', 'TB', 'BC', 'KH', 'TTr', 'CT', 'GM', 'NQ', 'CĐ', 'BB', 'HD'],
  party: ['Đ-CV', 'Đ-QĐ', 'Đ-TB', 'Đ-BC', 'Đ-KH', 'Đ-TTr', 'Đ-NQ', 'Đ-KL', 'Đ-CTr', 'Đ-BB'],
} as const;
