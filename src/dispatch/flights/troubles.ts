import type { MessageId } from '../../domain/messages/message-id.ts';

interface Trouble {
  readonly since: number;
  resends: number;
  putOffs: number;
  /** A route has taken some of its parts, and keeps back others. */
  isPartial: boolean;
}

// Each is forgotten when its message is sent or ended here; what ends otherwise is pushed out by newer ones.
const REMEMBERED = 100_000;

/** Messages that came back at least once: since when, and how often they were sent again. In memory, since it only bounds. */
export class Troubles {
  readonly #byMessage = new Map<MessageId, Trouble>();

  /** Since when it has been tried in vain, ms since the epoch; undefined: it never came back. */
  since(id: MessageId): number | undefined {
    return this.#byMessage.get(id)?.since;
  }

  /** Counts one more sending of what may have arrived; how many there were before. */
  resent(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).resends++;
  }

  /** Counts one more "later"; how many there were before. */
  putOff(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).putOffs++;
  }

  /** A route keeps back some parts of it, of which others were taken. */
  keptBack(id: MessageId, launchedAt: number): void {
    this.#of(id, launchedAt).isPartial = true;
  }

  /** All parts are handed over: after `keptBack` that sends again what may have arrived. */
  launched(id: MessageId): void {
    const known = this.#byMessage.get(id);
    if (known?.isPartial !== true) return;
    known.isPartial = false;
    known.resends++;
  }

  /** How often it was sent again. */
  resends(id: MessageId): number {
    return this.#byMessage.get(id)?.resends ?? 0;
  }

  forget(id: MessageId): void {
    this.#byMessage.delete(id);
  }

  #of(id: MessageId, launchedAt: number): Trouble {
    const known = this.#byMessage.get(id);
    if (known !== undefined) return known;
    const made = { since: launchedAt, resends: 0, putOffs: 0, isPartial: false };
    this.#byMessage.set(id, made);
    const [oldest] = this.#byMessage.keys();
    if (this.#byMessage.size > REMEMBERED && oldest !== undefined) this.#byMessage.delete(oldest);
    return made;
  }
}
