import type { InboundConfig } from '../config/inbound.ts';
import type { HandledMessage, InboundBook, PhoneStanding } from '../domain/inbound/inbound-book.ts';
import type { InboxMessage, NewMessage } from '../domain/messages/message.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import { TocsinError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import {
  type Interpretation,
  type Interpreting,
  interpret,
  type OutgoingInput,
  replyTo,
} from './interpret.ts';
import { type ReplyTexts, replyTexts } from './reply-texts.ts';
import { senderNumber } from './sender-number.ts';

export interface InboundDeskDeps {
  readonly book: InboundBook;
  readonly config: InboundConfig;
  /** What people take us for. */
  readonly names: readonly string[];
  /** Reads a number as it is written in the country of the configuration. */
  readonly national: (text: string) => Msisdn | undefined;
  /**
   * Launches what a text asks for: what to answer, or undefined if it asks for nothing. Told of the same text twice, by
   * its reference, it launches once.
   */
  readonly launch: (from: Msisdn, text: string, reference: string) => Promise<string | undefined>;
  /** Makes a message ready for the disk; undefined, and logged, if nothing can carry it. */
  readonly prepare: (input: OutgoingInput) => Promise<NewMessage | undefined>;
  /** These were stored. */
  readonly queued: (messages: readonly NewMessage[]) => void;
  /** A message had no reply, since so many had gone to others within the hour. */
  readonly unanswered: () => void;
  /** Something was handled, and others may have to be told. */
  readonly handled: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

const BATCH = 100;
const RETRY_MS = 1000;
const LAUNCHED_WITHIN_MS = 15 * 60_000;
/** Calls for help that the duty list is told one by one; what comes on top is told as a number. */
const CALLS_PER_TEN_MINUTES = 10;

const NOBODY: PhoneStanding = {
  name: undefined,
  language: undefined,
  alert: undefined,
  question: undefined,
};

/**
 * Makes of each message from a phone what it is, in the order in which they came. That it did is on disk with what
 * it brought about: ended anywhere, it goes on with the first message that nothing was made of.
 */
export class InboundDesk {
  readonly #deps: InboundDeskDeps;
  readonly #texts: ReplyTexts;
  #running: Promise<void> | undefined;
  #stopped = false;
  #woken = true;
  #wakeUp: () => void = () => {};

  constructor(deps: InboundDeskDeps) {
    this.#deps = deps;
    this.#texts = replyTexts(deps.config);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** What is being handled is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#running;
  }

  /** A message came. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      try {
        while (!this.#stopped && (await this.#round()) === BATCH);
        if (!this.#woken) await this.#rest(undefined);
      } catch (error) {
        this.#deps.log.error({ err: error }, 'messages from phones cannot be handled; tried again');
        await this.#rest(RETRY_MS);
      }
    }
  }

  /** How many were handled. */
  async #round(): Promise<number> {
    const messages = await this.#deps.book.unhandled(BATCH);
    if (messages.length === 0) return 0;
    try {
      await this.#handle(messages);
    } catch (error) {
      if (isPassing(error)) throw error;
      // One by one, so that the one that can't be handled holds up no other.
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
      const { id: inboxId, from, text, at } = message;
      const number = senderNumber(from, this.#deps.national);
      await this.#commit([{ inboxId, number, text, at, effect: { kind: 'failed' }, reply: undefined }]);
    }
  }

  async #handle(messages: readonly InboxMessage[]): Promise<void> {
    const { book, config, names, clock } = this.#deps;
    const keywords = await book.keywordReplies();
    const given: Interpreting = { texts: this.#texts, keywords, names, config, nowMs: clock.now() };
    await this.#commit(await Promise.all(messages.map((message) => this.#read(message, given))));
  }

  async #read(message: InboxMessage, given: Interpreting): Promise<HandledMessage> {
    const { book, national, prepare } = this.#deps;
    const { id: inboxId, from, text, at } = message;
    const number = senderNumber(from, national);
    const standing = number === undefined ? NOBODY : await book.phoneStanding(number, at);
    const { effect, reply, duty } = await this.#orLaunch(
      message,
      number,
      interpret(message, number, standing, given),
      given,
    );
    const made = reply === undefined ? undefined : await prepare(reply);
    if (effect.kind !== 'answer') return { inboxId, number, text, at, effect, reply: made };
    const calls = (await Promise.all(duty.map(prepare))).filter((one) => one !== undefined);
    return { inboxId, number, text, at, effect: { ...effect, duty: calls }, reply: made };
  }

  /** A launch is looked for behind the opt-outs alone: its phones are few, and are known. */
  async #orLaunch(
    message: InboxMessage,
    number: Msisdn | undefined,
    read: Interpretation,
    { nowMs }: Interpreting,
  ): Promise<Interpretation> {
    if (number === undefined || read.effect.kind === 'optOut' || read.effect.kind === 'optIn') return read;
    // What lay here while we were away is for a person to judge.
    if (nowMs - message.at > LAUNCHED_WITHIN_MS) return read;
    // With the time: the id of a row that is gone may come again.
    const reply = await this.#deps.launch(number, message.text, `inbox ${message.id} ${message.at}`);
    if (reply === undefined) return read;
    return { effect: { kind: 'launch' }, reply: replyTo(message, number, reply, nowMs), duty: [] };
  }

  async #commit(handled: readonly HandledMessage[]): Promise<void> {
    const { book, config, clock, queued, unanswered, handled: told } = this.#deps;
    const { repliesPerHour, repliesPerHourInAll } = config;
    const limits = { repliesPerHour, repliesPerHourInAll, callsPerTenMinutes: CALLS_PER_TEN_MINUTES };
    const done = await book.handleInbound(handled, limits, clock.now());
    queued(done.queued);
    for (let one = 0; one < done.unanswered; one++) unanswered();
    told();
  }

  #rest(ms: number | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel: Cancel = ms === undefined ? () => {} : this.#deps.clock.after(ms, resolve);
    this.#wakeUp = () => {
      cancel();
      resolve();
    };
    if (this.#stopped) this.#wakeUp();
    return promise;
  }
}

/** Trying again later helps. */
const isPassing = (error: unknown): boolean =>
  error instanceof TocsinError && (error.code === 'storeUnavailable' || error.code === 'shuttingDown');
