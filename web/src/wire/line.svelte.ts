// How the line to the server stands. ok: what is shown is what is known. behind: the server answers, but no
// live notices come, so a view may be old. lost: nothing gets through; what was typed and asked is kept.
export type LineState = 'ok' | 'lost' | 'behind';

class Line {
  http = $state(true);
  events = $state(true);
  /** Asks that wait for an answer. */
  waiting = $state(0);
  get state(): LineState {
    return !this.http ? 'lost' : this.events ? 'ok' : 'behind';
  }
}

export const line = new Line();

/** 0.5, 1, 2, 4, 8, 10, 10 ... seconds; sooner when the browser says that it is online again. */
export function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      signal?.removeEventListener('abort', go);
      done();
    };
    const timer = setTimeout(go, Math.min(10_000, 500 * 2 ** attempt));
    addEventListener('online', go);
    signal?.addEventListener('abort', go);
  });
}
