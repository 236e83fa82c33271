import type { Message } from '../../../src/domain/messages/message.ts';
import { type MessageId, MessageIds } from '../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { IntakeService } from '../../../src/http/server/services.ts';
import type { Acceptance, BatchLine, BatchResult } from '../../../src/intake/intake.ts';
import type { FieldError, MessageInput } from '../../../src/intake/message-input.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';

/**
 * How the fake intake misbehaves:
 * - `diskFull`: nothing can be written
 * - `stopping`: the gateway is shutting down
 * - `hangs`: the disk never answers
 * - `breaks`: it throws an unexpected error
 */
export type IntakeMisbehaviour = 'diskFull' | 'stopping' | 'hangs' | 'breaks';

/** An intake that keeps its messages in memory, and checks only the first character of a number. */
export class FakeIntake implements IntakeService {
  misbehaves: IntakeMisbehaviour | undefined;
  readonly messages = new Map<MessageId, Message>();
  /** Messages that a route has, so that they can not be cancelled. */
  readonly taken = new Set<MessageId>();
  readonly batchKeys: (string | undefined)[] = [];
  readonly chunkSizes: number[] = [];
  /** Called with each chunk, before the next one is asked for. */
  onChunk: (chunk: readonly BatchLine[]) => void | Promise<void> = () => {};
  readonly #keys = new Map<string, { digest: string; id: MessageId }>();
  readonly #ids = new MessageIds(0);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async accept(
    input: MessageInput,
    owner: string,
    once?: { readonly key: string; readonly digest: string },
  ): Promise<Acceptance> {
    await this.#misbehave();
    const errors = this.check(input);
    if (errors.length > 0) return { kind: 'invalid', errors };
    const keyed = once === undefined ? undefined : this.#keys.get(`${owner} ${once.key}`);
    if (keyed !== undefined && once !== undefined) {
      const message = this.messages.get(keyed.id);
      if (keyed.digest !== once.digest || message === undefined) return { kind: 'conflict' };
      return { kind: 'accepted', message, repeated: true };
    }
    const message = this.#store(input, owner);
    if (once !== undefined) this.#keys.set(`${owner} ${once.key}`, { digest: once.digest, id: message.id });
    return { kind: 'accepted', message, repeated: false };
  }

  async acceptBatch(
    chunks: AsyncIterable<readonly BatchLine[]>,
    owner: string,
    key: string | undefined,
  ): Promise<BatchResult> {
    this.batchKeys.push(key);
    const refused: { line: number; errors: readonly FieldError[] }[] = [];
    let accepted = 0;
    for await (const chunk of chunks) {
      await this.#misbehave();
      this.chunkSizes.push(chunk.length);
      for (const line of chunk) {
        const errors = 'errors' in line ? line.errors : this.check(line.input);
        if (errors.length > 0) refused.push({ line: line.line, errors });
        else accepted += 1;
        if ('input' in line && errors.length === 0) this.#store(line.input, owner);
      }
      await this.onChunk(chunk);
    }
    if (key === 'used') return { kind: 'conflict' };
    if (key === 'under-way') return { kind: 'overtaken' };
    return { kind: 'done', accepted, refused };
  }

  check(input: Partial<MessageInput>): readonly FieldError[] {
    const errors: FieldError[] = [];
    if (input.to !== undefined && toMsisdn(input.to) === undefined)
      errors.push({ path: 'to', message: 'is no number' });
    if (input.text === '') errors.push({ path: 'text', message: 'is empty' });
    for (const [index, route] of (input.routes ?? []).entries()) {
      if (route === 'nowhere') errors.push({ path: `routes[${index}]`, message: 'there is no such route' });
    }
    return errors;
  }

  preview(text: string, transliterate: boolean): ReturnType<IntakeService['preview']> {
    if (text === '') return { kind: 'invalid', errors: [{ path: 'text', message: 'is empty' }] };
    const goesOut = transliterate ? text.replaceAll('’', "'") : text;
    return {
      kind: 'ok',
      preview: {
        text: goesOut,
        encoding: 'gsm7',
        parts: 1,
        charactersLeft: 3,
        forcesUcs2: [],
        texts: [goesOut],
      },
    };
  }

  async cancel(id: MessageId): Promise<'cancelled' | 'tooLate' | 'unknown'> {
    await this.#misbehave();
    const message = this.messages.get(id);
    if (message === undefined) return 'unknown';
    if (this.taken.has(id)) return 'tooLate';
    this.messages.set(id, { ...message, state: 'cancelled', finalAt: this.#now() });
    return 'cancelled';
  }

  async #misbehave(): Promise<void> {
    if (this.misbehaves === 'diskFull') throw new TocsinError('storeUnavailable', 'no space left on device');
    if (this.misbehaves === 'stopping') throw new TocsinError('shuttingDown', 'the gateway is stopping');
    if (this.misbehaves === 'breaks') throw new TypeError('undefined is not a function');
    if (this.misbehaves === 'hangs') await new Promise<never>(() => {});
  }

  #store(input: MessageInput, owner: string): Message {
    const to = toMsisdn(input.to);
    if (to === undefined) throw new TypeError(`stored an unchecked number: ${input.to}`);
    const now = this.#now();
    const message: Message = {
      id: this.#ids.next(now),
      to,
      from: input.from,
      text: input.text,
      state: 'queued',
      reason: undefined,
      priority: input.priority ?? 'normal',
      encoding: 'gsm7',
      flash: input.flash ?? false,
      parts: 1,
      reference: input.reference,
      route: undefined,
      possibleDuplicate: false,
      createdAt: now,
      dueAt: input.sendAt ?? now,
      validUntil: now + (input.validForMs ?? 86_400_000),
      sentAt: undefined,
      finalAt: undefined,
      owner,
    };
    this.messages.set(message.id, message);
    return message;
  }
}
