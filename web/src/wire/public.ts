// What needs no login: where one can go, filing, tracking, and answering for one's own dossier by its track code.
import { type Answer, Problem, publicView, query, requestId } from './client';
import { http, LineLost } from './http';
import { line, pause } from './line.svelte';
import type { Houses, S } from './shapes';

/** What the public may ask about a dossier whose track code is known. */
export type FollowUp = 'supplement' | 'confirm' | 'pay' | 'rate' | 'complain' | 'withdraw' | 'attach';
export type Done = { ok: true; track: string } | (Answer & { ok: false });

export const publicHouses = async () => (await deliver<Houses>('GET', '/v1/public/houses')).houses;

/** Where a dossier stands, whichever unit of the house has it. Throws Problem 404 where there is none. */
export const track = (house: string, code: string) =>
  deliver<S['TrackView']>('GET', `/v1/public/${encodeURIComponent(house)}/track/${encodeURIComponent(code)}`);

/** Hands in a dossier. `request` is made once per filing, before it is first sent, so that it is filed once. */
export const file = (where: string, request: string, dossier: S['DossierPresent']) =>
  told<S['PublicFiled']>(`/v1/public/${where}/file`, { request, dossier });

export const followUp = (where: string, verb: FollowUp, code: string, body: object) =>
  told<S['PublicDone']>(`/v1/public/${where}/${verb}`, { request: requestId(), track: code, ...body });

/** Sends a scan; its hash goes into the ask 'attach'. */
export async function publicScan(where: string, code: string, component: string, bytes: Blob): Promise<Done> {
  const kept = await deliver<S['Attached']>('POST', `/v1/public/${where}/attachment${query({ track: code })}`, bytes);
  return followUp(where, 'attach', code, { component, hash: kept.file });
}

async function told<T extends object>(path: string, body: object): Promise<Done> {
  const a = await deliver<T | S['AskAnswer']>('POST', path, body);
  if ('refusal' in a && a.refusal) return { ok: false, seq: a.seq, refusal: a.refusal, sentence: a.sentence || a.refusal.rule };
  return { ok: true, track: 'track' in a ? String(a.track) : '' };
}

/** Again and again with the same request until there is an answer. */
async function deliver<T>(method: string, path: string, body?: unknown): Promise<T> {
  const writes = method === 'POST';
  if (writes) line.waiting++;
  try {
    for (let attempt = 0; ; attempt++)
      try {
        const got = await http<T>(method, path, body);
        line.http = true;
        return got.body;
      } catch (e) {
        if (!(e instanceof LineLost)) {
          line.http = true;
          throw e;
        }
        line.http = false;
        await pause(attempt);
      }
  } finally {
    if (writes) line.waiting--;
  }
}
export { Problem, publicView };
