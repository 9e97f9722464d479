// One request over HTTP, its answer or what went wrong. Retrying is client.ts's business.
import { language } from '../words/words.svelte';
import type { S } from './shapes';

/** The line is gone, or the server is not to be reached: try again with the same request. */
export class LineLost extends Error {}
/** Not signed in (any more). */
export class SignedOut extends Error {}
/** The server has said no, for good: 400, 403, 404, 413 ... `at` names the field. 0: the page itself did not send it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly at = '',
  ) {
    super(message);
  }
}

let csrf = '';
export const setCsrf = (token: string) => (csrf = token);

export interface Got<T> {
  status: number;
  body: T;
  seq: number; // X-Seq; 0 where there is none
}

const AGAIN = new Set([429, 502, 503, 504]);

export async function http<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Got<T>> {
  const raw = body instanceof Blob;
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      signal: signal ?? null,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Accept-Language': language(),
        ...(method === 'GET' ? {} : { 'X-CSRF': csrf }),
        ...(body === undefined ? {} : { 'Content-Type': raw ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new LineLost(String(e));
  }
  if (AGAIN.has(answer.status)) throw new LineLost(`HTTP ${answer.status}`);
  if (answer.status === 401) throw new SignedOut();
  const seq = Number(answer.headers.get('X-Seq') ?? 0);
  if (answer.status === 204) return { status: 204, body: undefined as T, seq };
  let parsed: unknown;
  try {
    parsed = await answer.json();
  } catch {
    if (answer.ok) throw new LineLost('half an answer');
    throw new Problem(answer.status, 'malformed', `HTTP ${answer.status}`);
  }
  if (answer.ok || answer.status === 409) return { status: answer.status, body: parsed as T, seq };
  const p = parsed as Partial<S['Problem']>;
  throw new Problem(answer.status, p.error ?? 'malformed', p.message ?? `HTTP ${answer.status}`, p.at ?? '');
}
