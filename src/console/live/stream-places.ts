/**
 * A browser opens six connections to one address from all its windows together (HTTP/1.1): with a stream of events in
 * each of six windows, nothing else could be asked for any more.
 */
const MOST_STREAMS = 3;
/** A window that has not called for so long is closed. Browsers slow a hidden one down to one call a minute. */
const GONE_AFTER_MS = 150_000;

export interface Call {
  /** Of the window; the order of the ids is that of their opening. */
  readonly id: string;
  readonly isShown: boolean;
  /** `here`: it is open. `new`: it is, and wants to know who else is. `gone`: it is closed. */
  readonly kind: 'here' | 'new' | 'gone';
}

interface Own {
  readonly id: string;
  /** Tells the other windows. */
  readonly tell: (call: Call) => void;
  readonly isShown: () => boolean;
  /** Called when the window gets a place, or loses it to another. */
  readonly onChange: (hasPlace: boolean) => void;
}

/**
 * Which windows of this browser may follow the events: those that somebody sees come first, then those opened first.
 */
export class StreamPlaces {
  readonly #own: Own;
  readonly #others = new Map<string, { readonly isShown: boolean; readonly at: number }>();
  #hasPlace = true;

  constructor(own: Own) {
    this.#own = own;
    this.#say('new');
  }

  /** Says that this window is still there. To be called every few seconds, and when it is shown or hidden. */
  call(): void {
    this.#say('here');
    this.#settle();
  }

  /** Takes what another window tells. */
  hear({ id, isShown, kind }: Call): void {
    if (kind === 'gone') this.#others.delete(id);
    else this.#others.set(id, { isShown, at: Date.now() });
    if (kind === 'new') this.#say('here');
    this.#settle();
  }

  close(): void {
    this.#say('gone');
  }

  #say(kind: Call['kind']): void {
    const { id, tell, isShown } = this.#own;
    tell({ id, isShown: isShown(), kind });
  }

  #settle(): void {
    const { id: own, isShown, onChange } = this.#own;
    const isOwnShown = isShown();
    let before = 0;
    for (const [id, other] of this.#others) {
      if (Date.now() - other.at > GONE_AFTER_MS) this.#others.delete(id);
      else if (other.isShown === isOwnShown ? id < own : other.isShown) before++;
    }
    const hasPlace = before < MOST_STREAMS;
    if (hasPlace === this.#hasPlace) return;
    this.#hasPlace = hasPlace;
    onChange(hasPlace);
  }
}
