// How long and how much, as one says it to a citizen.
import type { S } from '../../wire/shapes';
import { money } from '../../words/format';
import { t, told } from '../../words/words.svelte';

export function limitOf(c: S['CaseLine']): string {
  return c.limits
    .map((l) => {
      const long = l.quantity === 0 ? t('citizen.limit.today') : t(`citizen.limit.${l.unit}`, l.quantity);
      return l.channel ? `${told('citizen.channel', l.channel)}: ${long}` : long;
    })
    .join('; ');
}

export function feeOf(f: S['FeeLine']): string {
  const base = f.amount === 0 ? t('citizen.fee.none') : `${money(f.amount)} ${told('citizen.per', f.per)}`;
  const other = Object.entries(f.channel_amounts).map(([c, n]) => `${told('citizen.channel', c)}: ${money(n)}`);
  const most = f.most ? [t('citizen.fee.most', money(f.most))] : [];
  return [f.always ? base : `${base} (${t('citizen.fee.some')})`, ...other, ...most].join('; ');
}
