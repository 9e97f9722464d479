// Addresses after the #: #/counter/dossier/17?tab=history. No server knows them, so a link works from a file too.
export interface Route {
  desk: string; // "" : home
  path: string[];
  query: URLSearchParams;
}

function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter(Boolean).map(decode);
  return { desk: parts[0] ?? '', path: parts.slice(1), query: new URLSearchParams(query) };
}
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

let now = $state.raw(parse(location.hash));
addEventListener('hashchange', () => (now = parse(location.hash)));

export const route = (): Route => now;

/** link('counter', 'dossier', 17) → "#/counter/dossier/17"; a last object becomes the query. */
export function link(...parts: (string | number | Record<string, string | number | undefined>)[]): string {
  const last = parts.at(-1);
  const query = typeof last === 'object' ? (parts.pop() as Record<string, string | number | undefined>) : {};
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== '') q.set(k, String(v));
  const text = q.toString();
  return `#/${parts.map((p) => encodeURIComponent(String(p))).join('/')}${text ? `?${text}` : ''}`;
}
/** Goes there; `replace` leaves no step for "back". */
export function go(hash: string, replace = false) {
  if (replace) {
    history.replaceState(null, '', hash);
    now = parse(hash);
  } else location.hash = hash;
}
