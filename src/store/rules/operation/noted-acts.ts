import type { Act } from '../../../kernel/acts/acting.ts';
import type { Db } from '../../db.ts';
import type { Call, OperationName } from '../../thread/protocol.ts';
import type { ChangesOfActs } from './answers.ts';
import { prepareAudit } from './audit.ts';

/** How many requests are remembered as noted. One request changes something in many calls, such as an import. */
const REMEMBERED = 50_000;

/** Calls that only write beside the change itself. */
const BESIDE: ReadonlySet<OperationName> = new Set(['beginAnswer', 'keepAnswer', 'dropAnswer', 'audit']);

/**
 * Writes the entry of an act into the audit log, in the transaction of the first call that changes something because of
 * it. A call that writes an entry itself needs none beside it.
 */
export class NotedActs implements ChangesOfActs {
  readonly #note: ReturnType<typeof prepareAudit>;
  readonly #changes: () => number;
  readonly #lastId: () => number;
  /** Acts that are noted on disk, oldest first. */
  readonly #noted = new Set<number>();
  /** Acts up to this one are not noted any more: work that goes on for so long has been. */
  #forgotten = 0;
  /** Acts that are noted in the open transaction. */
  #open: number[] = [];

  constructor(db: Db) {
    this.#note = prepareAudit(db);
    const lastId = db.prepare<[], number>('SELECT max(id) FROM audit').pluck();
    this.#changes = () => db.changes;
    this.#lastId = () => lastId.get() ?? 0;
  }

  /** Makes a call, and the entry of its act if one is due. */
  make(call: Call, act: Act, work: () => unknown): unknown {
    const { serial, ...note } = act;
    if (BESIDE.has(call[0]) || this.hasChanged(serial)) return work();
    const changes = this.#changes();
    const lastId = this.#lastId();
    const result = work();
    if (this.#changes() === changes) return result;
    if (this.#lastId() === lastId) this.#note(note);
    this.#open.push(serial);
    return result;
  }

  /**
   * Whether the act has changed something, also in the open transaction. Of an act that is not remembered any more it
   * is not known: it counts as one that has.
   */
  hasChanged(serial: number): boolean {
    return serial <= this.#forgotten || this.#noted.has(serial) || this.#open.includes(serial);
  }

  /** How many acts the open transaction has noted, for `backTo`. */
  mark(): number {
    return this.#open.length;
  }

  /** Forgets what was noted since `mark`, which was rolled back. */
  backTo(mark: number): void {
    this.#open.length = mark;
  }

  committed(): void {
    for (const serial of this.#open) this.#noted.add(serial);
    this.#open = [];
    for (const serial of this.#noted) {
      if (this.#noted.size <= REMEMBERED) break;
      this.#noted.delete(serial);
      this.#forgotten = Math.max(this.#forgotten, serial);
    }
  }
}
