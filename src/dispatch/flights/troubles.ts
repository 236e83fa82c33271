import type { MessageId } from '../../domain/messages/message-id.ts';

interface Trouble {
  readonly since: number;
  resends: number;
  putOffs: number;
  /** A route has taken some parts of the message, and has not taken others. */
  isPartial: boolean;
}

// An entry is removed when a flight sends or ends its message. Other entries, for instance of messages that the
// watchdog ended, give way to newer ones.
const REMEMBERED = 100_000;

/**
 * Remembers since when and how often messages came back into the queue. The counts only slow repeats down, so they are
 * kept in memory.
 */
export class Troubles {
  readonly #byMessage = new Map<MessageId, Trouble>();

  /** Since when the message has been tried in vain, ms since the epoch; undefined: it never came back. */
  since(id: MessageId): number | undefined {
    return this.#byMessage.get(id)?.since;
  }

  /** Counts one more sending of a message that may have arrived; returns how many there were before. */
  resent(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).resends++;
  }

  /** Counts that a route put the message off once more; returns how often routes had put it off before. */
  putOff(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).putOffs++;
  }

  /** To be called when a route has taken some parts of the message, and has not taken others. */
  keptBack(id: MessageId, launchedAt: number): void {
    this.#of(id, launchedAt).isPartial = true;
  }

  /**
   * To be called when a route is given all parts. After `keptBack` that is a resend, since some of the parts may have
   * arrived.
   */
  launched(id: MessageId): void {
    const known = this.#byMessage.get(id);
    if (known?.isPartial !== true) return;
    known.isPartial = false;
    known.resends++;
  }

  /** How often the message was sent again. */
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
