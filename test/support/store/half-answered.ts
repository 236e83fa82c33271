import type { Claimed } from '../../../src/domain/messages/queue.ts';
import type { RouteReceipt } from '../../../src/domain/routes/route.ts';
import { openBehind } from './behind-the-store.ts';
import type { Event, MessagePlan, PartPlan, Scenario, What } from './half-answered-plans.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  keyOf,
  numberOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from './messages.ts';
import type { StoreOnDisk } from './store-on-disk.ts';

interface Sent {
  readonly plan: MessagePlan;
  readonly message: Claimed;
  readonly ids: readonly string[];
  readonly answered: Set<number>;
  /** Parts whose receipt has come. */
  readonly told: Set<number>;
  isGivenUp: boolean;
  isResent: boolean;
}

const PHONES_A_RUN = 2;
const HOUR_MS = 3_600_000;
let runs = 0;
let ids = 5_000_000;

/** Carries out a scenario on the store, and says what of it the store got wrong. */
export class HalfAnswered {
  readonly #disk: StoreOnDisk;
  readonly #run = ++runs;
  readonly #sent: Sent[] = [];
  /** The texts of the receipts that the store took. */
  readonly #taken = new Set<string>();
  #now = T0 + this.#run * HOUR_MS;

  constructor(disk: StoreOnDisk) {
    this.#disk = disk;
  }

  async run({ plans, events, restarts }: Scenario): Promise<readonly string[]> {
    for (const plan of plans) await this.#send(plan);
    for (const [index, event] of events.entries()) {
      this.#now += 5;
      if (restarts.includes(index)) await this.#disk.reopen();
      const sent = this.#sent[event.message];
      if (sent !== undefined) await this.#happen(event, sent);
      const wrong = await this.#falseStates();
      if (wrong.length > 0) return wrong.map((one) => `after event ${index}: ${one}`);
    }
    for (const sent of this.#sent) await this.#giveUp(sent);
    return [...(await this.#falseStates()), ...(await this.#unsettled()), ...this.#lost()];
  }

  async #send(plan: MessagePlan): Promise<void> {
    const times = { createdAt: this.#now, dueAt: this.#now, validUntil: this.#now + HOUR_MS };
    const to = numberOf(2000 + this.#run * PHONES_A_RUN + plan.phone);
    const own = { to, parts: plan.parts.length, onUncertain: 'resend' as const, ...times };
    const message = await claimedOf(this.#disk.store, own);
    const first = ++ids;
    this.#sent.push({
      plan,
      message,
      ids: plan.parts.map(() => String(plan.oneId ? first : ++ids)),
      answered: new Set(),
      told: new Set(),
      isGivenUp: false,
      isResent: false,
    });
  }

  async #happen({ what, part }: Event, sent: Sent): Promise<void> {
    if (what === 'resend') await this.#resend(sent);
    else if (what === 'stray') await this.#stray(sent);
    else if (what === 'answer') await this.#answer(sent, part);
    else await this.#receive(sent, part, what);
  }

  async #answer(sent: Sent, part: number): Promise<void> {
    if (sent.answered.has(part)) return;
    const isLate = sent.plan.parts[part - 1]?.answer === 'late';
    if (isLate) await this.#giveUp(sent);
    sent.answered.add(part);
    const whole = sent.answered.size === sent.ids.length;
    const about = { part, at: this.#now };
    const ref = sent.ids[part - 1] ?? '';
    const settlement = isLate
      ? acceptedLate(sent.message, ref, about)
      : accepted(sent.message, ref, { ...about, whole, single: sent.ids.length === 1 });
    await this.#disk.store.settle([settlement]);
  }

  /** Gives up the parts without an answer once all others have an outcome, as the send loop does. */
  async #giveUp(sent: Sent): Promise<void> {
    if (sent.isGivenUp) return;
    for (const [index, { answer }] of sent.plan.parts.entries())
      if (answer === 'inTime') await this.#answer(sent, index + 1);
    sent.isGivenUp = true;
    const { message } = sent;
    await this.#disk.store.settle(
      sent.plan.parts.flatMap(({ answer }, index) =>
        answer === 'inTime' ? [] : [unanswered(message, { key: keyOf(message, index + 1), at: this.#now })],
      ),
    );
  }

  async #resend(sent: Sent): Promise<void> {
    await this.#giveUp(sent);
    const { message } = sent;
    const { store } = this.#disk;
    if (sent.isResent || (await store.get(message.id))?.state !== 'sending') return;
    sent.isResent = true;
    const at = this.#now;
    await store.settle([requeued(message, { at, dueAt: at, possibleDuplicate: true })]);
    const request = claimRequest(message.lane, { route: 'carrier-b', now: at, priority: message.priority });
    const { claimed } = await store.claim(request);
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    await store.settle(
      sent.ids.map((_, index) => {
        const own = { part: index + 1, whole: index + 1 === sent.ids.length, at };
        return accepted(second, `b-${++ids}`, { ...own, route: 'carrier-b', carrier: 'carrier-b' });
      }),
    );
  }

  #receiptOf({ plan, message, ids: given }: Sent, part: number): RouteReceipt {
    const id = given[part - 1] ?? '';
    const named = plan.hex ? Number(id).toString(16) : id;
    const state = plan.parts[part - 1]?.outcome === 'undelivered' ? 'undelivered' : 'delivered';
    return receipt(named, {
      // The route has seen that only receipts have letters: it gives the decimal spelling first.
      refs: named === id ? [id] : [id, named],
      to: plan.namesRecipient ? message.to : undefined,
      state,
      evidence: `id:${named} done date:2601010001 stat:${state} text:message ${message.id} part ${part}`,
    });
  }

  async #receive(sent: Sent, part: number, what: What): Promise<void> {
    if (what === 'again' && !sent.told.has(part)) return;
    const one = this.#receiptOf(sent, part);
    const [match] = await this.#disk.store.record([one], this.#now);
    if (what === 'receipt') {
      sent.told.add(part);
      this.#taken.add(one.evidence);
      if (match?.kind === 'repeated') throw new Error(`"${one.evidence}" came for the first time`);
    }
  }

  async #stray({ message }: Sent): Promise<void> {
    const one = receipt(String(++ids), { to: message.to });
    this.#taken.add(one.evidence);
    await this.#disk.store.record([one], this.#now);
  }

  #isTold(sent: Sent, part: number, outcome: PartPlan['outcome']): boolean {
    return sent.told.has(part) && sent.plan.parts[part - 1]?.outcome === outcome;
  }

  async #falseStates(): Promise<readonly string[]> {
    const wrong: string[] = [];
    for (const sent of this.#sent) {
      const { message, plan } = sent;
      const parts = plan.parts.map((_, index) => index + 1);
      const state = (await this.#disk.store.get(message.id))?.state;
      // A part is known by its own id, which only an answer gives, or, in a message of one part, by its recipient.
      const isByItself = parts.length === 1 && plan.namesRecipient;
      const arrived = parts.every(
        (part) => this.#isTold(sent, part, 'delivered') && (sent.answered.has(part) || isByItself),
      );
      if (state === 'delivered' && !arrived) wrong.push(`message ${message.id} is delivered`);
      const isLost = parts.some((part) => this.#isTold(sent, part, 'undelivered'));
      if (state === 'undelivered' && !isLost) wrong.push(`message ${message.id} is undelivered`);
    }
    return wrong;
  }

  /** Messages whose receipts all came by their ids, and whose state does not show it. */
  async #unsettled(): Promise<readonly string[]> {
    const wrong: string[] = [];
    for (const { message, plan, answered, told } of this.#sent) {
      if (answered.size < plan.parts.length || told.size < plan.parts.length) continue;
      const isWhole = plan.parts.every(({ outcome }) => outcome === 'delivered');
      const state = (await this.#disk.store.get(message.id))?.state;
      if (isWhole && state !== 'delivered') wrong.push(`message ${message.id} is ${state}, not delivered`);
      // The second attempt at a message may still arrive.
      if (
        !isWhole &&
        state === 'sent' &&
        (await this.#disk.store.get(message.id))?.possibleDuplicate !== true
      )
        wrong.push(`message ${message.id} is sent, not undelivered`);
    }
    return wrong;
  }

  /** Ids of answers that no part has, and receipts that are stored nowhere. */
  #lost(): readonly string[] {
    using db = openBehind(this.#disk.path);
    const partOf = db.prepare<[number, number], { carrier_ref: string }>(
      'SELECT carrier_ref FROM all_parts WHERE message_id = ? AND attempt = 1 AND part = ?',
    );
    const places = db.prepare<unknown[], { places: number }>(`
      SELECT (SELECT count(*) FROM all_parts WHERE receipt_evidence = :evidence)
           + (SELECT count(*) FROM unmatched_receipts WHERE evidence = :evidence) AS places`);
    const wrong = this.#sent.flatMap(({ message, ids: given, answered }) =>
      given.flatMap((id, index) => {
        const stored = partOf.get(message.id, index + 1)?.carrier_ref;
        const expected = answered.has(index + 1) ? id : undefined;
        return stored === expected
          ? []
          : [`part ${index + 1} of ${message.id} has ${stored}, not ${expected}`];
      }),
    );
    for (const evidence of this.#taken)
      if (places.get({ evidence })?.places === 0) wrong.push(`"${evidence}" is nowhere`);
    return wrong;
  }
}
