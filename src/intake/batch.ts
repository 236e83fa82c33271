import { createHash } from 'node:crypto';
import type { Allowance } from '../domain/access/token-limits.ts';
import type { NewMessage } from '../domain/messages/message.ts';
import type { BatchProgress, MessageWriter } from '../domain/messages/message-store.ts';
import { brokenLimits, fullWords, take } from './allowed.ts';
import { type CommitsOfAll, CommitsUnderWay } from './commits-under-way.ts';
import type { FieldError, MessageInput } from './message-input.ts';

/** A message that is ready for the store, or the errors in it. */
export type Prepared = NewMessage | { readonly errors: readonly FieldError[] };

/** A line of a batch. The HTTP layer has checked its shape. Lines are numbered from 1. */
export type BatchLine =
  | { readonly line: number; readonly raw: string; readonly input: MessageInput }
  | { readonly line: number; readonly raw: string; readonly errors: readonly FieldError[] };

export interface RefusedLine {
  readonly line: number;
  readonly errors: readonly FieldError[];
}

export type BatchResult =
  | { readonly kind: 'done'; readonly accepted: number; readonly refused: readonly RefusedLine[] }
  /** The idempotency key was used with other lines. */
  | { readonly kind: 'conflict' }
  /**
   * Another request with the same idempotency key stored lines at the same time. The client has to send the batch
   * again.
   */
  | { readonly kind: 'overtaken' };

export interface BatchDeps {
  readonly store: MessageWriter;
  readonly owner: string;
  readonly key: string | undefined;
  /** The limits of the token; undefined: it has none. */
  readonly allowance: Allowance | undefined;
  readonly prepare: (input: MessageInput) => Prepared | Promise<Prepared>;
  /** Returns the messages, with those that must not be sent marked as suppressed. */
  readonly heed: (messages: readonly NewMessage[]) => readonly NewMessage[] | Promise<readonly NewMessage[]>;
  readonly stored: (messages: readonly NewMessage[]) => void;
  /** Shared by all batches of the process. */
  readonly commits: CommitsOfAll;
}

/**
 * The batch ends when this many lines were refused: the list of them must fit in memory, and such a file is most likely
 * the wrong file.
 */
const MOST_REFUSED = 10_000;

/** Messages that are to be stored, and the first line that a limit of the token keeps back; undefined: none. */
interface New {
  readonly messages: readonly NewMessage[];
  readonly fullAt?: number | undefined;
}

const NOTHING_YET: BatchProgress = { linesDone: 0, digest: '' };

/**
 * Stores a batch chunk by chunk. With an idempotency key, each commit also stores the progress, so that a client that
 * was cut off can send the same lines again without duplicates. A digest over the lines already stored tells whether
 * the client sends the same lines.
 */
export class BatchWriter {
  readonly #deps: BatchDeps;
  readonly #refused: RefusedLine[] = [];
  #accepted = 0;
  /** Why a limit of the token keeps back the lines from some line on; undefined: it doesn't. */
  #full: string | undefined;

  constructor(deps: BatchDeps) {
    this.#deps = deps;
  }

  async run(chunks: AsyncIterable<readonly BatchLine[]>): Promise<BatchResult> {
    const { store, owner, key } = this.#deps;
    if (key === undefined) return this.#runOnce(chunks);
    const before = await store.batchProgress(owner, key);
    if (before === 'otherKind') return { kind: 'conflict' };
    return this.#runKeyed(chunks, key, before ?? NOTHING_YET);
  }

  /**
   * Stores a batch without an idempotency key. Up to two chunks are committed while the next one is read: with one, the
   * store would be idle after each commit until the next chunk came.
   */
  async #runOnce(chunks: AsyncIterable<readonly BatchLine[]>): Promise<BatchResult> {
    const commits = new CommitsUnderWay(this.#deps.commits);
    try {
      for await (const chunk of chunks) {
        commits.check();
        await this.#storeChunk(chunk, commits);
        if (this.#stopsBehind(chunk)) break;
      }
    } catch (error) {
      // Whoever ends the reading may say that the lines before are on disk, which is true if no commit has failed.
      await commits.end();
      throw error;
    }
    await commits.end();
    return this.#result();
  }

  async #storeChunk(chunk: readonly BatchLine[], commits: CommitsUnderWay): Promise<void> {
    if (this.#full !== undefined) {
      this.#refuse(chunk, this.#full);
      return;
    }
    const { messages } = await this.#prepareNew(chunk);
    if (messages.length === 0) return;
    await commits.begin(() => this.#deps.store.enqueue(messages).then(() => this.#count(messages)));
  }

  async #runKeyed(
    chunks: AsyncIterable<readonly BatchLine[]>,
    key: string,
    done: BatchProgress,
  ): Promise<BatchResult> {
    const { store, owner } = this.#deps;
    const hash = createHash('sha256');
    let progress = done;
    let lines = 0;
    let verified = done.linesDone === 0;
    const digest = (): string => hash.copy().digest('base64url');
    for await (const chunk of chunks) {
      if (this.#full !== undefined) {
        this.#refuse(chunk, this.#full);
        if (this.#stopsBehind(chunk)) break;
        continue;
      }
      const fresh: BatchLine[] = [];
      const [hashBefore, linesBefore] = [hash.copy(), lines];
      for (const line of chunk) {
        hash.update(line.raw).update('\n');
        lines++;
        if (lines > progress.linesDone || !verified) fresh.push(line);
        if (verified || lines < done.linesDone) continue;
        if (digest() !== done.digest) return { kind: 'conflict' };
        verified = true;
        await this.#recount(fresh);
        fresh.length = 0;
      }
      if (!verified) {
        await this.#recount(fresh);
        continue;
      }
      if (fresh.length === 0) continue;
      const { messages, fullAt } = await this.#prepareNew(fresh);
      // A line that a limit keeps back is not done: when the batch is sent again, it is tried anew.
      const kept = fullAt === undefined ? chunk.length : chunk.findIndex(({ line }) => line === fullAt);
      for (const { raw } of chunk.slice(0, kept)) hashBefore.update(raw).update('\n');
      const after: BatchProgress = {
        linesDone: linesBefore + kept,
        digest: hashBefore.digest('base64url'),
      };
      if (after.linesDone === progress.linesDone) continue;
      if (!(await store.enqueueBatch(owner, key, progress, after, messages))) return { kind: 'overtaken' };
      progress = after;
      this.#count(messages);
      if (this.#stopsBehind(chunk)) break;
    }
    return verified ? this.#result() : { kind: 'conflict' };
  }

  /** Counts lines that an earlier request has stored; doesn't store them again. */
  async #recount(lines: readonly BatchLine[]): Promise<void> {
    this.#accepted += (await this.#prepareAll(lines)).length;
  }

  async #prepareAll(lines: readonly BatchLine[]): Promise<readonly NewMessage[]> {
    return (await this.#prepareLines(lines)).map(({ message }) => message);
  }

  /** Prepares lines that no request has stored, and counts them against the limits of the token. */
  async #prepareNew(lines: readonly BatchLine[]): Promise<New> {
    const made = await this.#prepareLines(lines);
    const { allowance, heed } = this.#deps;
    const { granted, full } =
      allowance === undefined || made.length === 0
        ? { granted: made.length, full: undefined }
        : await take(allowance, made.length);
    if (allowance !== undefined && full !== undefined) {
      this.#full = fullWords(full, allowance.limits);
      this.#refuse(made.slice(granted), this.#full);
      // The refused lines are listed in their order in the batch.
      this.#refused.sort((a, b) => a.line - b.line);
    }
    const messages = await heed(made.slice(0, granted).map(({ message }) => message));
    return { messages, fullAt: made[granted]?.line };
  }

  #refuse(lines: readonly { readonly line: number }[], message: string): void {
    for (const { line } of lines) this.#refused.push({ line, errors: [{ path: '', message }] });
  }

  async #prepareLines(
    lines: readonly BatchLine[],
  ): Promise<readonly { readonly line: number; readonly message: NewMessage }[]> {
    const messages: { line: number; message: NewMessage }[] = [];
    const limits = this.#deps.allowance?.limits;
    for (const line of lines) {
      if ('errors' in line) {
        this.#refused.push({ line: line.line, errors: line.errors });
        continue;
      }
      const made = this.#deps.prepare(line.input);
      const prepared = made instanceof Promise ? await made : made;
      const errors =
        'errors' in prepared ? prepared.errors : limits === undefined ? [] : brokenLimits(prepared, limits);
      if ('errors' in prepared || errors.length > 0) this.#refused.push({ line: line.line, errors });
      else messages.push({ line: line.line, message: prepared });
    }
    return messages;
  }

  /** Whether the batch ends after this chunk, since too many lines were refused. The result then says at which line. */
  #stopsBehind(chunk: readonly BatchLine[]): boolean {
    if (this.#refused.length < MOST_REFUSED) return false;
    const line = (chunk.at(-1)?.line ?? 0) + 1;
    const message = `this line and those after it were not read: ${this.#refused.length} earlier lines were refused`;
    this.#refused.push({ line, errors: [{ path: '', message }] });
    return true;
  }

  #count(messages: readonly NewMessage[]): void {
    this.#accepted += messages.length;
    this.#deps.stored(messages);
  }

  #result(): BatchResult {
    return { kind: 'done', accepted: this.#accepted, refused: this.#refused };
  }
}
