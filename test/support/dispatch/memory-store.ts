import type { ClaimRequest } from '../../../src/domain/messages/claim.ts';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import {
  type Claimed,
  type ClaimResult,
  type ClassDue,
  type DeadlineRepository,
  type EndedClass,
  FOREVER,
  type Interrupted,
  type LaneStore,
  type Queue,
  type RouteLedger,
  type Settlement,
} from '../../../src/domain/messages/queue.ts';
import type { State } from '../../../src/domain/messages/state.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';

export interface StoredMessage {
  readonly message: NewMessage;
  state: State;
  attempt: number;
  route: string | undefined;
  lane: number;
  dueAt: number;
  avoid: { readonly route: string; readonly until: number } | undefined;
  possibleDuplicate: boolean;
  reserved: { readonly route: string; readonly until: number } | undefined;
  rest: { readonly parts: readonly number[]; readonly since: number } | undefined;
  concatReference: number;
  /** The accepted parts of this attempt. */
  readonly accepted: Set<number>;
}

/** A queue in memory, for tests in virtual time. The queue on disk has tests of its own. */
export class MemoryStore implements Queue, DeadlineRepository, LaneStore, RouteLedger {
  readonly messages = new Map<MessageId, StoredMessage>();
  readonly settled: Settlement[] = [];
  readonly claims: ClaimRequest[] = [];
  /** Parts that were accepted today, by route, also those of other nodes. */
  readonly today = new Map<string, number>();
  /** Whether the disk refuses writes: each writing call then fails and changes nothing. */
  diskFull = false;
  /** Messages whose settlements the store can't take: a call that contains one fails as a whole with `storeCorrupt`. */
  readonly poisonous = new Set<MessageId>();
  readonly #lanes: string[] = [];
  #reference = 0;
  readonly #enabled = new Map<string, boolean>();

  add(message: NewMessage): StoredMessage {
    const { lane, dueAt } = message;
    const stored = { state: 'queued', attempt: 0, route: undefined, avoid: undefined } as const;
    const one: StoredMessage = {
      ...stored,
      message,
      lane,
      dueAt,
      possibleDuplicate: false,
      reserved: undefined,
      rest: undefined,
      concatReference: 0,
      accepted: new Set(),
    };
    this.messages.set(message.id, one);
    return one;
  }

  of(id: MessageId): StoredMessage {
    const stored = this.messages.get(id);
    if (stored === undefined) throw new Error(`no message ${id}`);
    return stored;
  }

  /** How many messages are in this state. */
  count(state: State): number {
    return [...this.messages.values()].filter((one) => one.state === state).length;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    this.claims.push(request);
    this.#write();
    const { lane, priority, route, maxParts, now, usable, lengths } = request;
    const isKept = ({ reserved, rest, possibleDuplicate }: StoredMessage): boolean =>
      reserved !== undefined &&
      reserved.route !== route &&
      reserved.until > now &&
      (reserved.until === FOREVER ||
        usable?.includes(reserved.route) !== false ||
        (rest !== undefined && possibleDuplicate));
    const inClass = () =>
      [...this.messages.values()]
        .filter((one) => one.state === 'queued' && one.lane === lane && one.message.priority === priority)
        .filter(({ message }) => message.validUntil > now)
        .toSorted((a, b) => a.dueAt - b.dueAt || a.message.id - b.message.id);
    const claimed: Claimed[] = [];
    let parts = 0;
    let tooLong: ClaimResult['tooLong'];
    for (const one of inClass()) {
      if (one.dueAt > now || (one.avoid?.route === route && one.avoid.until > now) || isKept(one)) continue;
      const isOfRoute = one.rest !== undefined && one.reserved?.route === route;
      const { parts: its } = one.message;
      const isTooLong = lengths !== undefined && its > lengths.now && its <= lengths.most && !isOfRoute;
      if (isTooLong) tooLong ??= { parts: its };
      if (isTooLong || (lengths !== undefined && its < lengths.least && !isOfRoute)) continue;
      if (claimed.length > 0 && parts + one.message.parts > maxParts) break;
      parts += one.message.parts;
      claimed.push(this.#begin(one, route));
      if (parts >= maxParts) break;
    }
    return { claimed, nextDueAt: inClass()[0]?.dueAt, tooLong };
  }

  async settle(settlements: readonly Settlement[]): Promise<void> {
    this.#write();
    if (settlements.some(({ key }) => this.poisonous.has(key.messageId)))
      throw new TocsinError('storeCorrupt', 'an outcome that no table takes');
    for (const settlement of settlements) this.#settleOne(settlement);
  }

  async interrupted(): Promise<readonly Interrupted[]> {
    return [...this.messages.values()]
      .filter(({ state }) => state === 'sending')
      .map(({ message, lane, attempt, route = '', concatReference, accepted }) => ({
        message: { ...message, lane, attempt, concatReference },
        route,
        acceptedParts: [...accepted],
      }));
  }

  async counts(): Promise<readonly ClassDue[]> {
    const queued = [...this.messages.values()].filter(({ state }) => state === 'queued');
    return classesOf(queued).map((one) => ({ ...one, dueAt: 0 }));
  }

  async expireQueued(afterMs: number, nowMs: number) {
    this.#write();
    const over = [...this.messages.values()].filter(
      ({ state, message: { validUntil } }) =>
        state === 'queued' && validUntil > afterMs && validUntil <= nowMs,
    );
    for (const one of over)
      one.state = one.possibleDuplicate || one.rest !== undefined ? 'uncertain' : 'expired';
    return { ended: classesOf(over), more: false };
  }

  async giveUp(afterMs: number, untilMs: number) {
    this.#write();
    const over = [...this.messages.values()].filter(
      ({ state, message: { validUntil } }) =>
        (state === 'sending' || state === 'sent') && validUntil > afterMs && validUntil <= untilMs,
    );
    for (const one of over) one.state = one.state === 'sent' ? 'unconfirmed' : 'uncertain';
    return { ended: over.length, more: false };
  }

  async ensureLane(key: string): Promise<number> {
    this.#write();
    if (!this.#lanes.includes(key)) this.#lanes.push(key);
    return this.#lanes.indexOf(key) + 1;
  }

  async lanes() {
    return this.#lanes.map((key, index) => ({ lane: index + 1, key }));
  }

  async unsentIn(lanes: readonly number[], afterId: number, limit: number) {
    return [...this.messages.values()]
      .filter(({ state, lane }) => (state === 'queued' || state === 'sending') && lanes.includes(lane))
      .filter(({ message }) => message.id > afterId)
      .toSorted((a, b) => a.message.id - b.message.id)
      .slice(0, limit)
      .map(({ lane, state, reserved, message: { id, to, priority, routes } }) => ({
        id,
        lane,
        to,
        priority,
        routes,
        keptFor: reserved?.until === FOREVER ? reserved.route : undefined,
        queued: state === 'queued',
      }));
  }

  async moveToLanes(moves: readonly { readonly id: MessageId; readonly lane: number }[]): Promise<void> {
    this.#write();
    for (const { id, lane } of moves) this.of(id).lane = lane;
  }

  async setEnabled(route: string, enabled: boolean): Promise<void> {
    this.#write();
    this.#enabled.set(route, enabled);
  }

  async disabledRoutes(): Promise<readonly string[]> {
    return [...this.#enabled].filter(([, enabled]) => !enabled).map(([route]) => route);
  }

  async acceptedToday(): Promise<ReadonlyMap<string, number>> {
    return this.today;
  }

  #write(): void {
    if (this.diskFull) throw new TocsinError('storeUnavailable', 'the disk is full');
  }

  #begin(one: StoredMessage, route: string): Claimed {
    const { message, lane, rest } = one;
    const goesOn = rest !== undefined && one.reserved?.route === route;
    one.state = 'sending';
    one.rest = undefined;
    if (goesOn) {
      const { attempt, concatReference, accepted } = one;
      return { ...message, lane, attempt, concatReference, rest: { ...rest, accepted: [...accepted] } };
    }
    one.possibleDuplicate ||= rest !== undefined;
    one.attempt++;
    one.route = route;
    one.accepted.clear();
    one.concatReference = message.parts === 1 ? 0 : ++this.#reference;
    return { ...message, lane, attempt: one.attempt, concatReference: one.concatReference };
  }

  #settleOne(settlement: Settlement): void {
    this.settled.push(settlement);
    const one = this.of(settlement.key.messageId);
    if (settlement.key.attempt !== one.attempt) return;
    if (settlement.kind === 'accepted' || settlement.kind === 'acceptedLate') {
      one.accepted.add(settlement.key.part);
      if (one.accepted.size === one.message.parts) one.state = 'sent';
    } else if (settlement.kind === 'noted' && settlement.nothingTaken === true) {
      one.rest = undefined;
      one.reserved = undefined;
      const until = settlement.avoidRouteUntil;
      if (until !== undefined) one.avoid = { route: settlement.route, until };
    } else if (settlement.kind === 'ended') one.state = settlement.state;
    else if (settlement.kind === 'requeued' && (one.state === 'sending' || one.state === 'uncertain')) {
      one.state = one.message.validUntil > settlement.at ? 'queued' : 'expired';
      one.lane = settlement.lane;
      one.dueAt = settlement.dueAt;
      const until = settlement.avoidRouteUntil;
      one.avoid = until === undefined ? undefined : { route: settlement.route, until };
      const { reservedUntil, rest, route } = settlement;
      one.reserved = reservedUntil === undefined ? undefined : { route, until: reservedUntil };
      one.rest = rest ?? (settlement.possibleDuplicate ? { parts: [], since: 0 } : undefined);
    }
  }
}

const classesOf = (messages: readonly StoredMessage[]): readonly EndedClass[] => {
  const counts = new Map<string, { lane: number; priority: NewMessage['priority']; messages: number }>();
  for (const { lane, message } of messages) {
    const key = `${lane} ${message.priority}`;
    const known = counts.get(key) ?? { lane, priority: message.priority, messages: 0 };
    counts.set(key, { ...known, messages: known.messages + 1 });
  }
  return [...counts.values()];
};
