import type { InboundConfig } from '../config/inbound.ts';
import type {
  HandledMessage,
  InboundRepository,
  PhoneContext,
} from '../domain/inbound/inbound-repository.ts';
import type { SmsCommand, Veil } from '../domain/inbound/sms-command.ts';
import { withoutAnyCode } from '../domain/inbound/without-any-code.ts';
import type { InboxMessage, NewMessage } from '../domain/messages/message.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { Clock } from '../kernel/clock.ts';
import { TocsinError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';
import {
  type Interpretation,
  type Interpreting,
  interpret,
  type OutgoingInput,
  replyTo,
} from './interpret.ts';
import type { OptOutBrake } from './opt-out-brake.ts';
import { type ReplyTexts, replyTexts } from './reply-texts.ts';
import { senderNumber } from './sender-number.ts';

export interface InboundServiceDeps {
  readonly repository: InboundRepository;
  readonly config: InboundConfig;
  /** Names by which people call the gateway's sender. */
  readonly names: readonly string[];
  /** Reads a number in the national form of the configured country. */
  readonly national: (text: string) => Msisdn | undefined;
  /** What phones may ask the gateway for, such as a launch. The first command that takes a message handles it. */
  readonly commands: readonly SmsCommand[];
  /** Takes working codes out of a text, whatever it is read as: people also write them into other texts. */
  readonly veil: Veil;
  /** Holds opt-outs while too many come during an alert. */
  readonly brake: Pick<OptOutBrake, 'look'>;
  /** Prepares a message for the store; undefined, and logged, if no route can carry it. */
  readonly prepare: (input: OutgoingInput) => Promise<NewMessage | undefined>;
  /** Called when these messages were stored. */
  readonly queued: (messages: readonly NewMessage[]) => void;
  /** Called when a message got no reply, since the limit of replies per hour was reached. */
  readonly unanswered: () => void;
  /** Called when messages were handled, so that webhooks and streams may have new events. */
  readonly handled: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

const BATCH = 100;

const NOBODY: PhoneContext = {
  name: undefined,
  language: undefined,
  alert: undefined,
  question: undefined,
};

/**
 * Handles the messages from phones in their order of arrival. That a message was handled is stored in one commit with
 * its effects, so after a crash the service continues with the first unhandled message.
 */
export class InboundService {
  readonly #deps: InboundServiceDeps;
  readonly #texts: ReplyTexts;
  readonly #looper: Looper;

  constructor(deps: InboundServiceDeps) {
    this.#deps = deps;
    this.#texts = replyTexts(deps.config);
    const { clock, log } = deps;
    const failure = 'messages from phones cannot be handled; tried again';
    this.#looper = new Looper(() => this.#handleAll(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  /** Resolves when the messages that are being handled are done. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** To be called when a message from a phone was stored. */
  wake(): void {
    this.#looper.wake();
  }

  async #handleAll(): Promise<undefined> {
    const { signal } = this.#looper;
    while (!signal.aborted && (await this.#round()) === BATCH);
  }

  /** Handles a batch; returns how many messages there were. */
  async #round(): Promise<number> {
    const messages = await this.#deps.repository.unhandled(BATCH);
    if (messages.length === 0) return 0;
    try {
      await this.#handle(messages);
    } catch (error) {
      if (isPassing(error)) throw error;
      // The messages are tried one by one, so that one that can't be handled doesn't block the others.
      for (const message of messages) await this.#handleApart(message);
    }
    return messages.length;
  }

  async #handleApart(message: InboxMessage): Promise<void> {
    try {
      await this.#handle([message]);
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#deps.log.error({ err: error, inbox: message.id }, 'a message from a phone cannot be handled');
      const { id: inboxId, from, at } = message;
      const text = withoutAnyCode(message.text);
      const number = senderNumber(from, this.#deps.national);
      await this.#commit([
        { inboxId, number, text, shownAs: text, at, effect: { kind: 'failed' }, reply: undefined },
      ]);
    }
  }

  async #handle(messages: readonly InboxMessage[]): Promise<void> {
    const { repository, names, clock } = this.#deps;
    const keywords = await repository.keywordReplies();
    const given: Interpreting = { texts: this.#texts, keywords, names, nowMs: clock.now() };
    // A message is read when the effects of the earlier ones of its phone are stored: "CP 31000" may follow the word
    // by which the phone became known.
    for (const together of eachPhoneOnce(messages))
      await this.#commit(await Promise.all(together.map((message) => this.#read(message, given))));
  }

  async #read(message: InboxMessage, given: Interpreting): Promise<HandledMessage> {
    const { repository, national, prepare, veil } = this.#deps;
    const { id: inboxId, from, text, at } = message;
    const number = senderNumber(from, national);
    // Before the commands, since one may end the code.
    const shownAs = await veil(number, text);
    const context = number === undefined ? NOBODY : await repository.phoneContext(number, at);
    const read = interpret(message, number, context, given);
    const brake = read.effect.kind === 'optOut' ? await this.#deps.brake.look(message.route, at) : undefined;
    const braked = brake === undefined ? read : interpret(message, number, context, { ...given, brake });
    const { effect, reply } = await this.#orCommand(message, number, braked, given);
    const made = reply === undefined ? undefined : await prepare(reply);
    return { inboxId, number, text: shownAs ?? text, shownAs, at, effect, reply: made };
  }

  /**
   * Asks the commands, unless the message opts out or in. They go before all other readings, since each is only for a
   * few known phones or for texts that nobody writes by chance.
   */
  async #orCommand(
    message: InboxMessage,
    number: Msisdn | undefined,
    read: Interpretation,
    { nowMs }: Interpreting,
  ): Promise<Interpretation> {
    if (number === undefined || read.effect.kind === 'optOut' || read.effect.kind === 'optIn') return read;
    const { id, text, at, route } = message;
    const { effect } = read;
    const isMeant =
      effect.kind === 'keyword' ||
      effect.kind === 'help' ||
      (effect.kind === 'answer' && effect.meaning !== 'other');
    // The time is part of the reference, since the id of a deleted row may be used again.
    const asked = { from: number, text, at, route, isMeant, reference: `inbox ${id} ${at}` };
    for (const command of this.#deps.commands) {
      const done = await command(asked);
      if (done === undefined) continue;
      const { handledAs, reply, shownAs, isLimited = false, change } = done;
      return {
        effect: { kind: 'command', handledAs, shownAs, isLimited, change },
        // Critical, since an officer who took a case or approved an alert must not learn it behind a whole alert.
        reply:
          reply === undefined
            ? undefined
            : replyTo(message, number, reply, nowMs, isLimited ? 'normal' : 'critical'),
      };
    }
    return read;
  }

  async #commit(handled: readonly HandledMessage[]): Promise<void> {
    const { repository, config, clock, queued, unanswered, handled: announce } = this.#deps;
    const { repliesPerHour, repliesPerHourInAll } = config;
    const limits = { repliesPerHour, repliesPerHourInAll, pageAgainMs: config.cases.pageAgain };
    const done = await repository.handleInbound(handled, limits, clock.now());
    queued(done.queued);
    for (let one = 0; one < done.unanswered; one++) unanswered();
    announce();
  }
}

/** Cuts the messages, in their order, into runs in which no sender occurs twice. */
const eachPhoneOnce = (messages: readonly InboxMessage[]): readonly (readonly InboxMessage[])[] => {
  const runs: InboxMessage[][] = [];
  let senders = new Set<string>();
  for (const message of messages) {
    const last = runs.at(-1);
    if (last === undefined || senders.has(message.from)) {
      senders = new Set();
      runs.push([message]);
    } else last.push(message);
    senders.add(message.from);
  }
  return runs;
};

/** Whether the error is temporary: a later try may succeed. */
const isPassing = (error: unknown): boolean =>
  error instanceof TocsinError && (error.code === 'storeUnavailable' || error.code === 'shuttingDown');
