// Everything the pages ask of the server. Nothing is shown as done before the server has said so.
import { afterwards } from './afterwards.svelte';
import { http, LineLost, Problem, setCsrf, SignedOut } from './http';
import { here } from './here.svelte';
import { line, pause } from './line.svelte';
import type { Command, Direction, Fact, Houses, Me, Params, PracticeDo, Refusal, S, ViewOf } from './shapes';

export { LineLost, Problem, SignedOut };

// --- login -----------------------------------------------------------------------------------

export async function login(name: string, password: string, totp?: string): Promise<Me> {
  const { body } = await http<Me | { me: Me; csrf?: string }>('POST', '/v1/login', {
    login: name, password, ...(totp ? { totp } : {}),
  });
  const me = 'me' in body ? { ...body.me, csrf: body.me.csrf ?? body.csrf ?? '' } : body;
  await arrive(me);
  return me;
}

export async function logout(): Promise<void> {
  try {
    await http('POST', '/v1/logout');
  } catch (e) {
    if (!(e instanceof SignedOut)) throw e;
  }
  sessionStorage.clear();
  here.me = null;
}

/** Who am I? null: nobody yet. Waits for the line. */
export async function me(): Promise<Me | null> {
  try {
    await arrive((await insist<Me>('GET', '/v1/me')).body);
  } catch (e) {
    if (!(e instanceof SignedOut)) throw e;
    here.me = null;
  }
  here.known = true;
  return here.me;
}

async function arrive(who: Me) {
  setCsrf(who.csrf);
  here.houses = (await insist<Houses>('GET', '/v1/houses')).body.houses;
  here.me = who;
  here.known = true;
  waiting.splice(0).forEach((go) => go());
}

/** One's own password or second factor. The other logins of the account close; this page goes on with a new token. */
export async function own(ask: S['OwnAsk']): Promise<S['OwnAnswer']> {
  const { body } = await http<S['OwnAnswer']>('POST', '/v1/account', ask);
  await arrive(body.me);
  return body;
}

const waiting: (() => void)[] = [];
/** Until somebody has signed in again: the shell shows the login over the page, which stays as it is. */
const signedIn = () => new Promise<void>((go) => waiting.push(go));

// --- requests that do not give up -------------------------------------------------------------

/** The same request again and again until the server has answered it: safe for GET and for asks, which carry an id. */
async function insist<T>(method: string, path: string, body?: unknown, signal?: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    try {
      const got = await http<T>(method, path, body, signal);
      line.http = true;
      return got;
    } catch (e) {
      if (!(e instanceof LineLost)) {
        if (e instanceof SignedOut || e instanceof Problem) line.http = true;
        throw e;
      }
      line.http = false;
      await pause(attempt, signal);
      if (signal?.aborted) throw e;
    }
  }
}

// --- views -----------------------------------------------------------------------------------

export const place = (seat = here.seat) => {
  if (!seat) throw new SignedOut();
  return `/v1/h/${seat.house}/u/${seat.unit}`;
};

export function query(params: Params = {}): string {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(params)) if (v !== undefined && v !== '') q.set(k, String(v));
  const text = q.toString();
  return text && `?${text}`;
}

/** A view as it stands now. Pages that stay open use live() of live.svelte.ts. */
export async function view<N extends string, T = ViewOf<N>>(name: N, params: Params = {}, signal?: AbortSignal) {
  const { body, seq } = await insist<T>('GET', `${place()}/view/${name}${query(params)}`, undefined, signal);
  return { data: body, seq };
}

/** A view that needs no login. `where` is "house/unit". */
export async function publicView<T>(where: string, name: string, params: Params = {}): Promise<T> {
  return (await insist<T>('GET', `/v1/public/${where}/view/${name}${query(params)}`)).body;
}

// --- asks ------------------------------------------------------------------------------------

/** What became of an ask. A refusal is an answer too: `sentence` is for the officer. */
export type Answer =
  | { ok: true; seq: number; facts: Fact[]; repeated: boolean }
  | { ok: false; seq: number; refusal: Refusal; sentence: string };

export interface AskOptions {
  happened?: number; // back-entry after an outage: when it truly was
  as?: string; // officer, where the login has several seats in the unit
  request?: string; // to go on with an ask begun earlier; else made here
  signal?: AbortSignal; // stop trying; what was sent already may still be done
}

/** Random, 128 bits. (crypto.randomUUID is missing where the page came over plain HTTP from another machine.) */
export function requestId(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6]! & 0x0f) | 0x40;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const h = [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

const told = (a: S['AskAnswer']): Answer =>
  a.refusal
    ? { ok: false, seq: a.seq, refusal: a.refusal, sentence: sentenceOf(a) }
    : { ok: true, seq: a.seq, facts: a.facts, repeated: a.repeated };

function sentenceOf(a: S['AskAnswer']): string {
  const s: unknown = a.sentence || (a.refusal as { sentence?: unknown } | undefined)?.sentence;
  if (typeof s === 'string' && s) return s;
  return a.refusal?.rule ?? '';
}

/**
 * Asks the office for something. The request's id is made before the first send and stays the same however often
 * the line drops, so that it is done once. Waits through lost lines and a login that ran out; throws Problem where
 * the server could not read it (a fault of the page) or will not have it (403).
 */
export async function ask(command: Command, options: AskOptions = {}): Promise<Answer> {
  const { as, signal } = options;
  const happened = options.happened ?? afterwards.happened();
  const one = { request: options.request ?? requestId(), command, ...(happened === undefined ? {} : { happened }), as: as ?? here.seat?.officer };
  return told(await deliver<S['AskAnswer']>(`${place()}/ask`, one, signal));
}

/** At most 200 at once, one commit; the answers in the same order. */
export async function askAll(commands: Command[], options: Omit<AskOptions, 'request'> = {}): Promise<Answer[]> {
  if (commands.length > 200) throw new RangeError('at most 200 asks at once');
  const { as, signal } = options;
  const happened = options.happened ?? afterwards.happened();
  const asks = commands.map((command) => ({
    request: requestId(), command, ...(happened === undefined ? {} : { happened }), as: as ?? here.seat?.officer,
  }));
  return (await deliver<S['AsksAnswer']>(`${place()}/asks`, { asks }, signal)).answers.map(told);
}

/** What the director of a rehearsal sees: cast, cards, clock. */
export async function directed(signal?: AbortSignal): Promise<S['Director']> {
  return (await insist<S['Director']>('GET', `/v1/h/${here.seat?.house}/director`, undefined, signal)).body;
}

/** What the director of a rehearsal wants; the rehearsal as it then stands. Throws Problem where it is not to be had now. */
export async function direct(direction: Direction): Promise<S['Director']> {
  const body = await deliver<S['Director'] | S['Problem']>(`/v1/h/${here.seat?.house}/director`, direction);
  if ('error' in body) throw new Problem(409, body.error, body.message, body.at);
  return body;
}

/** What one has practised. Throws Problem where nobody practises. */
export async function practice(): Promise<S['Practice']> {
  return (await insist<S['Practice']>('GET', '/v1/practice')).body;
}
/** Starts, ends, shares, throws away. Throws Problem where it is not to be had now. */
export async function doPractice(what: PracticeDo): Promise<S['Practice']> {
  const body = await deliver<S['Practice'] | S['Problem']>('/v1/practice', what);
  if ('error' in body) throw new Problem(409, body.error, body.message, body.at);
  return body;
}
/** For director and city: what its owners have shared. */
export async function sharedPractices(): Promise<S['SharedPractices']> {
  return (await insist<S['SharedPractices']>('GET', '/v1/practices')).body;
}

async function deliver<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  line.waiting++;
  try {
    for (;;) {
      try {
        return (await insist<T>('POST', path, body, signal)).body;
      } catch (e) {
        if (!(e instanceof SignedOut)) throw e;
        here.me = null;
        await signedIn();
      }
    }
  } finally {
    line.waiting--;
  }
}

/** Bytes of a scan; the hash goes into the command that hands it in. The name of a file never leaves this machine. */
export async function attach(dossier: number, bytes: Blob, signal?: AbortSignal): Promise<S['Attached']> {
  return deliverBlob(`${place()}/attachment${query({ dossier })}`, bytes, signal);
}
async function deliverBlob(path: string, bytes: Blob, signal?: AbortSignal): Promise<S['Attached']> {
  return (await insist<S['Attached']>('POST', path, bytes, signal)).body;
}

/** Address of a printed paper, to open in a new tab. */
/** What has happened to a dossier, whole, out of the journal; a view knows only what State still knows. */
export const history = async (dossier: number): Promise<S['HistoryLine'][]> => (await http<S['DossierHistory']>('GET', `${place()}/history/${dossier}`)).body.history;

export const paper = (file: string) => `${place()}/paper/${encodeURIComponent(file.replaceAll('/', '-'))}.pdf`;
