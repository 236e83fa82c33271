import type { Message } from '../../domain/messages/message.ts';
import type { MessageId } from '../../domain/messages/message-id.ts';
import type { MessageReader } from '../../domain/messages/message-store.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import { checkOwners, type EarRepository, type Ears, type Hearing } from '../../domain/operation/ear.ts';
import type { RouteInbound } from '../../domain/routes/route.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import { cut } from '../../domain/text/split.ts';
import type { Clock } from '../../kernel/clock.ts';
import { compareHeard } from './compare-heard.ts';
import { markOf, marksIn, newMark } from './mark.ts';

/** A message that arrives later than this belongs to no check any more: it goes to the inbox. */
const OPEN_FOR_MS = 2 * 86_400_000;
/** How many of the newest messages to an ear are compared with what arrives, of each owner. */
const MOST_OPEN = 200;
/** No more parts than this, times the parts of the message, are kept of what arrives with one mark. */
const MOST_COPIES = 3;
/**
 * How many parts without a mark each ear keeps in an hour. They are known by their text alone, which others may know
 * too; what is over this goes to the inbox, which has quotas by sender.
 */
const MOST_UNMARKED = 200;
const HOUR_MS = 3_600_000;

/** A modem that is an ear. */
export interface Ear {
  /** The id of its route. */
  readonly route: string;
  /** The number of its SIM. */
  readonly number: Msisdn;
}

export interface EarServiceDeps {
  readonly repository: EarRepository;
  readonly messages: Pick<MessageReader, 'get' | 'list'>;
  readonly route: (id: string) => Pick<RouteView, 'state' | 'reason'> | undefined;
  /** The sender that this ear must see of a message by this route; undefined: any. */
  readonly senderOf: (ear: string, route: string, from: string | undefined) => string | undefined;
  /** Whether a message by this route comes to this ear in the parts in which the gateway cut it. */
  readonly keepsParts: (ear: string, route: string) => boolean;
  /** Whether two spellings are the same sender. */
  readonly isSame: (one: string, other: string) => boolean;
  /** Called when an ear has heard a message. */
  readonly heard: () => void;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * The ears: modems to whose numbers the other routes send. Messages of drills and heartbeats to an ear carry a mark, by
 * which the ear takes them out of what arrives. Everything else that arrives goes to the inbox.
 */
export class EarService implements Ears {
  readonly #deps: EarServiceDeps;
  #ears: readonly Ear[];
  readonly #inService = new Map<string, number>();
  /** By ear: the parts without a mark in this hour. */
  readonly #unmarked = new Map<string, { readonly hour: number; parts: number }>();
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(ears: readonly Ear[], deps: EarServiceDeps) {
    this.#ears = ears;
    this.#deps = deps;
  }

  /** Listens by these ears from now on. */
  use(ears: readonly Ear[]): void {
    this.#ears = ears;
  }

  marked(to: string, text: string): string {
    const { random } = this.#deps;
    return this.#ears.some(({ number }) => number === to) ? text + newMark(random) : text;
  }

  /** Notes since when each ear has been in service. To be called every second or so. */
  watch(): void {
    const { route, clock } = this.#deps;
    for (const { route: id } of this.#ears) {
      const { state } = route(id) ?? { state: 'down' };
      if (state === 'down' || state === 'disabled') this.#inService.delete(id);
      else if (!this.#inService.has(id)) this.#inService.set(id, clock.now());
    }
  }

  /** Since when the ear has been in service without a break, ms since the epoch; undefined while it is not. */
  inServiceSince(ear: string): number | undefined {
    this.watch();
    return this.#inService.get(ear);
  }

  /**
   * Keeps a part that arrived at an ear, if it belongs to a message of ours to that ear.
   * @returns false if it belongs to none: then it is a message from a phone
   */
  take(inbound: RouteInbound): Promise<boolean> {
    const ear = this.#ears.find(({ route }) => route === inbound.route);
    if (ear === undefined) return Promise.resolve(false);
    // One part at a time, since each part may tell to which message the next belongs.
    const next = (this.#queues.get(ear.route) ?? Promise.resolve()).then(() => this.#take(ear, inbound));
    this.#queues.set(
      ear.route,
      next.catch(() => {}),
    );
    return next;
  }

  async hearings(
    messages: readonly { readonly message: MessageId; readonly number: string; readonly route: string }[],
  ): Promise<ReadonlyMap<MessageId, Hearing>> {
    const { repository, messages: reader, senderOf, keepsParts, isSame } = this.#deps;
    const toEars = messages.flatMap((one) => {
      const ear = this.#ears.find(({ number }) => number === one.number);
      return ear === undefined ? [] : [{ ...one, ear }];
    });
    const parts = await repository.heardOf(toEars.map(({ message }) => message));
    const hearings = new Map<MessageId, Hearing>();
    for (const { message: id, ear, route } of toEars) {
      const message = await reader.get(id);
      if (message === undefined) continue;
      const from = senderOf(ear.route, route, message.from);
      const count = keepsParts(ear.route, route) ? message.parts : undefined;
      const its = parts.filter((part) => part.message === id);
      const heard = compareHeard(ear.route, { text: message.text, parts: count, from }, its, isSame);
      hearings.set(id, { ...heard, deaf: this.#whyDeaf(ear, message) });
    }
    return hearings;
  }

  #whyDeaf({ route }: Ear, { sentAt, createdAt }: Message): string | undefined {
    const since = this.inServiceSince(route);
    if (since === undefined) return this.#deps.route(route)?.reason ?? 'it is not in service';
    return since > (sentAt ?? createdAt)
      ? `it came into service only at ${new Date(since).toISOString()}`
      : undefined;
  }

  async #take(ear: Ear, { from, text, concat, fingerprint }: RouteInbound): Promise<boolean> {
    const { repository, heard, clock } = this.#deps;
    const now = clock.now();
    const open = await this.#open(ear, now);
    const { reference, total, part } = concat ?? { reference: undefined, total: 1, part: 1 };
    const set = { ear: ear.route, from, reference, total };
    const marks = marksIn(text);
    const marked = open.find(({ text: sent }) => marks.includes(markOf(sent) ?? ''));
    const message = marked?.id ?? (await repository.messageOfSet(set, now - OPEN_FOR_MS));
    // The mark may still be on its way, in another part. A part of a person's message is never just the same.
    if (message === undefined) {
      if (!open.some((sent) => isPartOf(sent, total, part, text))) return false;
      if (!this.#hasRoomUnmarked(ear.route, now)) return false;
    }
    if (message !== undefined) {
      const kept = await repository.heardOf([message]);
      if (kept.length >= MOST_COPIES * Math.max(total, 1)) return true;
    }
    await repository.keepHeard({ ...set, part, text, at: now, message, fingerprint });
    heard();
    return true;
  }

  #hasRoomUnmarked(ear: string, now: number): boolean {
    const hour = Math.floor(now / HOUR_MS);
    const before = this.#unmarked.get(ear);
    const counted = before?.hour === hour ? before : { hour, parts: 0 };
    this.#unmarked.set(ear, counted);
    return ++counted.parts <= MOST_UNMARKED;
  }

  /** The messages to this ear that may still arrive. */
  async #open({ number }: Ear, now: number): Promise<readonly Message[]> {
    const { messages } = this.#deps;
    const filter = { state: undefined, priority: undefined, reference: undefined, to: number };
    const pages = await Promise.all(
      checkOwners.map((owner) =>
        messages.list(
          { ...filter, owner, since: now - OPEN_FOR_MS },
          { limit: MOST_OPEN, cursor: undefined },
        ),
      ),
    );
    return pages.flatMap(({ items }) => items);
  }
}

const isPartOf = (message: Message, total: number, part: number, text: string): boolean => {
  if (total === 1 || message.parts !== total) return false;
  return cut(message.text, message.encoding)[part - 1] === text;
};
