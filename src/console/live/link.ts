import { onAnswer } from '../api/client.ts';
import { newKey } from '../api/new-key.ts';
import { gatewayNow } from '../words/place.ts';
import { EventStream } from './event-stream.ts';
import { type Call, StreamPlaces } from './stream-places.ts';

/** While the gateway is heard, it is asked whether it lives this often: a cut cable ends no stream by itself. */
const ASK_EVERY_MS = 10_000;
/** The same while it is lost. */
const ASK_LOST_EVERY_MS = 2000;
/** An answer that takes longer is none. */
const ANSWER_WITHIN_MS = 5000;
/** What is heard more often is told once. */
const TELL_EVERY_MS = 1000;

export interface Live {
  /** `open`: the gateway is heard. `waiting`: it was not heard yet. `lost`: neither events nor answers come. */
  readonly state: 'open' | 'waiting' | 'lost';
  /** When the gateway was last heard, ms since the epoch. */
  readonly heardAt: number;
}

interface Ears {
  /** The types of events to listen to; none: the person may not follow events. */
  readonly types: readonly string[];
  readonly onEvent: (type: string) => void;
  /** What is shown may be old: nothing was heard for a while. */
  readonly onGap: () => void;
  readonly onChange: (live: Live) => void;
  /** The gateway refuses the stream. Resolves once there is a session again. */
  readonly onRefused: () => Promise<void>;
}

/** The link to the gateway: its stream of events, and whether it is there at all. */
export class Link {
  readonly #ears: Ears;
  readonly #stream: EventStream;
  readonly #places: StreamPlaces;
  readonly #closing = new AbortController();
  #live: Live = { state: 'waiting', heardAt: gatewayNow() };
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(ears: Ears) {
    this.#ears = ears;
    this.#stream = new EventStream({
      ...ears,
      onHeard: () => this.#hear(),
      onTrouble: () => void this.#ask(),
    });
    const others = new BroadcastChannel('tocsin.streams');
    this.#places = new StreamPlaces({
      id: `${String(Date.now()).padStart(15, '0')} ${newKey()}`,
      tell: (call) => others.postMessage(call),
      isShown: () => !document.hidden,
      onChange: (hasPlace) => this.#stream.pause(!hasPlace),
    });
    others.onmessage = ({ data }: MessageEvent<Call>) => this.#places.hear(data);
    const { signal } = this.#closing;
    signal.addEventListener('abort', () => others.close());
    signal.addEventListener(
      'abort',
      onAnswer((answered) => (answered ? this.#hear() : void this.#ask())),
    );
    for (const what of ['online', 'offline'])
      window.addEventListener(what, () => void this.#ask(), { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        this.#places.call();
        if (!document.hidden) void this.#ask();
      },
      { signal },
    );
    window.addEventListener('pagehide', () => this.#places.close(), { signal });
    this.#stream.open();
    this.#askLater();
  }

  close(): void {
    this.#places.close();
    this.#closing.abort();
    clearTimeout(this.#asking);
    this.#stream.close();
  }

  #tell(live: Live): void {
    const { state, heardAt } = this.#live;
    if (live.state === state && Math.abs(live.heardAt - heardAt) < TELL_EVERY_MS) return;
    this.#live = live;
    this.#ears.onChange(live);
  }

  #hear(): void {
    const wasLost = this.#live.state === 'lost';
    this.#tell({ state: 'open', heardAt: gatewayNow() });
    if (!wasLost) return;
    this.#ears.onGap();
    this.#stream.open();
  }

  #lose(): void {
    this.#tell({ state: 'lost', heardAt: this.#live.heardAt });
  }

  /** Asks the gateway whether it lives. It needs no session, and keeps none alive. */
  async #ask(): Promise<void> {
    clearTimeout(this.#asking);
    if (this.#closing.signal.aborted) return;
    this.#places.call();
    try {
      await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (!this.#closing.signal.aborted) {
        this.#hear();
        this.#stream.mind();
      }
    } catch {
      if (!this.#closing.signal.aborted) this.#lose();
    }
    this.#askLater();
  }

  #askLater(): void {
    clearTimeout(this.#asking);
    if (this.#closing.signal.aborted) return;
    const ms = this.#live.state === 'lost' ? ASK_LOST_EVERY_MS : ASK_EVERY_MS;
    this.#asking = setTimeout(() => void this.#ask(), ms);
  }
}
