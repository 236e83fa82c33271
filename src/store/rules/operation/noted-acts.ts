import type { Act } from '../../../kernel/acts/acting.ts';
import type { Db } from '../../db.ts';
import type { Call } from '../../thread/protocol.ts';
import { prepareAudit } from './audit.ts';

/** How many requests are remembered as noted. One request changes something in many calls, such as an import. */
const REMEMBERED = 50_000;

/** The table in which a request with an `Idempotency-Key` is remembered: to write there changes nothing yet. */
const BESIDE = '"idempotent_answers"';

/** Whether a call only writes beside the change itself. */
const isBeside = ([name, args]: Call): boolean =>
  name === 'beginAnswer' || name === 'audit' || (name === 'query' && String(args[0]).includes(BESIDE));

/**
 * Writes the entry of an act into the audit log, in the transaction of the first call that changes something because of
 * it. A call that writes an entry itself needs none beside it.
 */
export class NotedActs {
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
    if (this.#isNoted(serial) || isBeside(call)) return work();
    const changes = this.#changes();
    const lastId = this.#lastId();
    const result = work();
    if (this.#changes() === changes) return result;
    if (this.#lastId() === lastId) this.#note(note);
    this.#open.push(serial);
    return result;
  }

  #isNoted(serial: number): boolean {
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
