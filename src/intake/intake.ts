import type { Allowance } from '../domain/access/token-limits.ts';
import type { Message, NewMessage } from '../domain/messages/message.ts';
import type { MessageId } from '../domain/messages/message-id.ts';
import type { StoredOnce } from '../domain/messages/message-store.ts';
import type { Priority } from '../domain/messages/priority.ts';
import { type Analysis, analyse } from '../domain/text/analyse.ts';
import { cut } from '../domain/text/split.ts';
import { TocsinError } from '../kernel/errors.ts';
import { brokenLimits, fullWords, take } from './allowed.ts';
import { asStored } from './as-stored.ts';
import { type BatchLine, type BatchResult, BatchWriter, type Prepared } from './batch.ts';
import { type Checked, check, checkGiven, checkText } from './check.ts';
import type { CommitsOfAll } from './commits-under-way.ts';
import type { IntakeDeps } from './intake-deps.ts';
import type { FieldError, MessageInput } from './message-input.ts';
import { saidNo } from './said-no.ts';
import { shortened } from './shortened.ts';

export type Acceptance =
  | { readonly kind: 'accepted'; readonly message: Message; readonly repeated: boolean }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  /** The idempotency key was used with another body. */
  | { readonly kind: 'conflict' }
  /** A limit of the token forbids it. */
  | { readonly kind: 'notAllowed'; readonly errors: readonly FieldError[] }
  /** The token has sent as many as it may. */
  | { readonly kind: 'full'; readonly detail: string; readonly retryAfterMs: number };

export interface Preview extends Pick<Analysis, 'encoding' | 'parts' | 'charactersLeft' | 'forcesUcs2'> {
  /** The text that would be sent. */
  readonly text: string;
  /** The text of each part. */
  readonly texts: readonly string[];
}

export type { BatchLine, BatchResult } from './batch.ts';

/** The reason of a suppressed message. Alerts store the same text. */
const OPTED_OUT = 'has opted out';

const NO_RULE: FieldError = {
  path: 'to',
  message: 'no rule of the plan carries this number at this priority',
};

/**
 * Accepts messages. A message that it reports as accepted is synced to disk. Every method rejects with
 * `storeUnavailable` when the store cannot write, and with `shuttingDown` after `stop`.
 */
export class Intake {
  readonly #deps: IntakeDeps;
  readonly #commits: CommitsOfAll = { underWay: 0 };
  #stopped = false;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  /** Accepts no more messages. */
  stop(): void {
    this.#stopped = true;
  }

  async accept(
    input: MessageInput,
    owner: string,
    once?: { readonly key: string; readonly digest: string },
    allowance?: Allowance,
  ): Promise<Acceptance> {
    this.#assertOpen();
    const made = await this.#prepare(input, owner);
    if ('errors' in made) return { kind: 'invalid', errors: made.errors };
    const refused = allowance === undefined ? undefined : await this.#refuse(made, allowance);
    if (refused !== undefined) return refused;
    const [prepared = made] = this.#deps.optedOut === undefined ? [made] : await this.#heed([made]);
    const stored = await this.#store(prepared, once);
    if (stored.kind === 'conflict') return { kind: 'conflict' };
    if (stored.kind === 'stored') {
      this.#deps.accepted?.([prepared]);
      return { kind: 'accepted', message: asStored(prepared), repeated: false };
    }
    const message = await this.#deps.store.get(stored.id);
    // If the message was deleted for its age, its key stays in use: the request is refused, so nothing is sent twice.
    return message === undefined ? { kind: 'conflict' } : { kind: 'accepted', message, repeated: true };
  }

  /** Makes a message without storing it. The caller stores it together with something else, then calls `stored`. */
  async prepare(input: MessageInput, owner: string): Promise<Prepared> {
    this.#assertOpen();
    return this.#prepare(input, owner);
  }

  /** Announces messages that the caller of `prepare` has committed. */
  stored(messages: readonly NewMessage[]): void {
    this.#tellQueued(messages);
    this.#deps.accepted?.(messages);
  }

  /** Stores the lines while they are read. Without a key, up to two chunks are committed while the next one is read. */
  async acceptBatch(
    chunks: AsyncIterable<readonly BatchLine[]>,
    owner: string,
    key: string | undefined,
    allowance?: Allowance,
  ): Promise<BatchResult> {
    this.#assertOpen();
    const writer = new BatchWriter({
      allowance,
      store: this.#deps.store,
      owner,
      key,
      prepare: (input) => this.#prepare(input, owner),
      heed: (messages) => this.#heed(messages),
      stored: (messages) => this.stored(messages),
      commits: this.#commits,
    });
    return writer.run(chunks);
  }

  /** The errors in the fields that are given. Stores nothing. */
  check(input: Partial<MessageInput>): readonly FieldError[] {
    return checkGiven(input, this.#deps.defaults, this.#deps.clock.now());
  }

  preview(
    text: string,
    asked: boolean,
  ):
    | { readonly kind: 'ok'; readonly preview: Preview }
    | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] } {
    const goesOut = asked ? shortened(text) : text;
    const errors: FieldError[] = [];
    checkText(goesOut, errors);
    if (errors.length > 0) return { kind: 'invalid', errors };
    const { encoding, parts, charactersLeft, forcesUcs2 } = analyse(goesOut);
    const texts = cut(goesOut, encoding);
    return { kind: 'ok', preview: { text: goesOut, encoding, parts, charactersLeft, forcesUcs2, texts } };
  }

  async cancel(id: MessageId): Promise<'cancelled' | 'tooLate' | 'unknown'> {
    const { store, clock, queued } = this.#deps;
    const now = clock.now();
    const result = await store.cancel(id, now);
    if (result.kind === 'cancelled') queued(result.lane, result.priority, -1, now);
    return result.kind;
  }

  #assertOpen(): void {
    if (this.#stopped)
      throw new TocsinError('shuttingDown', 'the gateway is stopping and accepts no messages');
  }

  #prepare(input: MessageInput, owner: string): Prepared | Promise<Prepared> {
    const { clock, defaults, lanes } = this.#deps;
    const now = clock.now();
    const result = check(input, defaults, now);
    if ('errors' in result) return result;
    const lane = lanes.numberFor(result.ok.to, result.ok.priority, result.ok.routes);
    if (lane === undefined) return { errors: [NO_RULE] };
    if (typeof lane === 'number') return this.#complete(result.ok, lane, owner, now);
    return lane.then((number) => this.#complete(result.ok, number, owner, now));
  }

  async #refuse(message: NewMessage, allowance: Allowance): Promise<Acceptance | undefined> {
    const errors = brokenLimits(message, allowance.limits);
    if (errors.length > 0) return { kind: 'notAllowed', errors };
    const { full } = await take(allowance, 1);
    if (full === undefined) return undefined;
    const retryAfterMs = full.freeAt - this.#deps.clock.now();
    return { kind: 'full', detail: fullWords(full, allowance.limits), retryAfterMs };
  }

  #complete(checked: Checked, lane: number, owner: string, now: number): NewMessage {
    return { ...checked, id: this.#deps.ids.next(now), lane, createdAt: now, owner };
  }

  /**
   * Marks messages to numbers that have opted out as suppressed. The store is asked before the commit, not in it: a
   * person who opts out in between gets the message, as one does who opts out while a message is queued.
   */
  #heed(messages: readonly NewMessage[]): readonly NewMessage[] | Promise<readonly NewMessage[]> {
    const { optedOut } = this.#deps;
    if (optedOut === undefined || messages.length === 0) return messages;
    return saidNo(optedOut, messages).then((numbers) => {
      if (numbers.length === 0) return messages;
      const barred = new Set(numbers);
      return messages.map((one) => (barred.has(one.to) ? { ...one, suppressed: OPTED_OUT } : one));
    });
  }

  async #store(
    message: NewMessage,
    once: { readonly key: string; readonly digest: string } | undefined,
  ): Promise<StoredOnce> {
    const { store, clock, queued } = this.#deps;
    const { owner, lane, priority, suppressed } = message;
    const written =
      once === undefined
        ? store.enqueue([message]).then((): StoredOnce => ({ kind: 'stored' }))
        : store.enqueueOnce({ owner, ...once }, message);
    this.#tellQueued([message]);
    const takeBack = (): void => {
      if (suppressed === undefined) queued(lane, priority, -1, clock.now());
    };
    return written.then(
      (stored) => {
        if (stored.kind !== 'stored') takeBack();
        return stored;
      },
      (error: unknown) => {
        takeBack();
        throw error;
      },
    );
  }

  #tellQueued(messages: readonly NewMessage[]): void {
    const classes = new Map<string, { lane: number; priority: Priority; messages: number; dueAt: number }>();
    for (const { lane, priority, dueAt, suppressed } of messages) {
      if (suppressed !== undefined) continue;
      const key = `${lane}/${priority}`;
      const known = classes.get(key);
      if (known === undefined) classes.set(key, { lane, priority, messages: 1, dueAt });
      else {
        known.messages++;
        known.dueAt = Math.min(known.dueAt, dueAt);
      }
    }
    for (const one of classes.values()) this.#deps.queued(one.lane, one.priority, one.messages, one.dueAt);
  }
}
