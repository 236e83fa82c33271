import type { MessageId } from '../domain/message-id.ts';

interface Trouble {
  readonly since: number;
  resends: number;
  putOffs: number;
}

// Each is forgotten when its message is sent or ended here; what ends otherwise is pushed out by newer ones.
const REMEMBERED = 100_000;

/** Messages that came back at least once: since when, and how often they were sent again. In memory, since it only bounds. */
export class Troubles {
  readonly #byMessage = new Map<MessageId, Trouble>();

  /** A message comes back that a route had since `launchedAt`: since when it has been tried in vain, ms. */
  since(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).since;
  }

  /** Counts one more sending of what may have arrived; how many there were before. */
  resent(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).resends++;
  }

  /** Counts one more "later"; how many there were before. */
  putOff(id: MessageId, launchedAt: number): number {
    return this.#of(id, launchedAt).putOffs++;
  }

  forget(id: MessageId): void {
    this.#byMessage.delete(id);
  }

  #of(id: MessageId, launchedAt: number): Trouble {
    const known = this.#byMessage.get(id);
    if (known !== undefined) return known;
    const made = { since: launchedAt, resends: 0, putOffs: 0 };
    this.#byMessage.set(id, made);
    const [oldest] = this.#byMessage.keys();
    if (this.#byMessage.size > REMEMBERED && oldest !== undefined) this.#byMessage.delete(oldest);
    return made;
  }
}
