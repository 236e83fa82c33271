import { tellEvent } from './heard.ts';

/** The gateway sends a beat every 15 s: a stream that brings nothing for so long is lost, though nobody closed it. */
const SILENT_AFTER_MS = 40_000;
/** A stream that the gateway ended for good is opened again after this time. */
const REOPEN_MS = 3000;

interface Ears {
  /** The types of events to listen to; none: the person may not follow events. */
  readonly types: readonly string[];
  readonly onEvent: (type: string) => void;
  /** What is shown may be old: nothing was heard for a while. */
  readonly onGap: () => void;
  /** The gateway was heard. */
  readonly onHeard: () => void;
  /** The stream broke off; the browser resumes it by itself. */
  readonly onTrouble: () => void;
  /** The gateway refuses the stream. Resolves once there is a session again. */
  readonly onRefused: () => Promise<void>;
}

/** The events of the gateway. The browser resumes a stream by itself, with the id of the last event (HTML, 9.2.3). */
export class EventStream {
  readonly #ears: Ears;
  #source: EventSource | undefined;
  /** When the source was opened, or last brought something, ms since the epoch. */
  #heardAt = 0;
  #hasBeenOpen = false;
  #isOver = false;
  #isPaused = false;
  #reopening: ReturnType<typeof setTimeout> | undefined;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#reopening);
    this.#source?.close();
  }

  /** Opens it, also anew: a stream that seems to be open may be that of a cable that was cut. */
  open(): void {
    clearTimeout(this.#reopening);
    this.#source?.close();
    const { types, onEvent, onGap, onHeard, onTrouble } = this.#ears;
    if (types.length === 0 || this.#isOver || this.#isPaused) return;
    const source = new EventSource('/v1/events');
    this.#source = source;
    this.#heardAt = Date.now();
    source.onopen = () => {
      this.#heardAt = Date.now();
      // What happened in between may be more than the gateway remembers, or the stream is a new one.
      if (this.#hasBeenOpen) onGap();
      this.#hasBeenOpen = true;
      onHeard();
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) void this.#refused();
      else onTrouble();
    };
    for (const type of [...types, 'gap', 'beat'])
      source.addEventListener(type, (event) => {
        this.#heardAt = Date.now();
        onHeard();
        if (type === 'beat') return;
        tellEvent((event as Event & { readonly data?: unknown }).data);
        if (type === 'gap') onGap();
        else onEvent(type);
      });
  }

  /** Leaves the connection to others, or takes it again. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.open();
  }

  /** For when the gateway answers: while no events come all the same, what is shown is read anew instead. */
  mind(): void {
    const isOpen = this.#source?.readyState === EventSource.OPEN;
    const isSilent = Date.now() - this.#heardAt > SILENT_AFTER_MS;
    if (this.#ears.types.length === 0 || (isOpen && !isSilent)) return;
    this.#ears.onGap();
    if (isOpen) this.open();
  }

  async #refused(): Promise<void> {
    await this.#ears.onRefused();
    clearTimeout(this.#reopening);
    if (!this.#isOver) this.#reopening = setTimeout(() => this.open(), REOPEN_MS);
  }
}
