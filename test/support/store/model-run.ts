import fc from 'fast-check';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import { MessageModel, refOf } from './message-model.ts';
import {
  accepted,
  acceptedLate,
  claimRequest,
  ended,
  freshLane,
  keyOf,
  newMessage,
  receipt,
  requeued,
  T0,
} from './messages.ts';
import type { StoreOnDisk } from './store-on-disk.ts';

/** Something that happens to one of the messages, with choices that each kind of step uses as it needs. */
export interface Step {
  readonly what: (typeof steps)[number];
  readonly message: number;
  readonly attempt: number;
  readonly part: number;
  readonly choice: number;
  readonly waitMs: number;
}

const steps = [
  'claim',
  'accepted',
  'acceptedLate',
  'requeued',
  'ended',
  'receipt',
  'expire',
  'giveUp',
  'cancel',
] as const;

export const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...steps, 'claim', 'claim', 'accepted', 'accepted', 'receipt', 'receipt'),
  message: fc.nat(2),
  attempt: fc.nat(2),
  part: fc.nat(2),
  choice: fc.nat(59),
  waitMs: fc.constantFrom(0, 0, 0, 1, 7, 900, 15_000),
});

const LIFE_MS = 60_000;
const RUN_MS = 10_000_000;
let runs = 0;

/** Takes the same steps on the store and on a model of each of its messages. */
export class ModelRun {
  readonly #disk: StoreOnDisk;
  readonly #lane = freshLane();
  readonly #start = T0 + ++runs * RUN_MS;
  #now = this.#start;
  readonly messages: { readonly message: NewMessage; readonly model: MessageModel }[] = [];

  private constructor(disk: StoreOnDisk) {
    this.#disk = disk;
  }

  /** Three messages of one, two and three parts. */
  static async start(disk: StoreOnDisk): Promise<ModelRun> {
    const run = new ModelRun(disk);
    for (const parts of [1, 2, 3]) {
      const own = { lane: run.#lane, parts, createdAt: run.#now, dueAt: run.#now };
      const message = newMessage({ ...own, validUntil: run.#now + LIFE_MS });
      const model = new MessageModel(parts, run.#now, message.validUntil);
      run.messages.push({ message, model });
    }
    await disk.store.enqueue(run.messages.map(({ message }) => message));
    return run;
  }

  async take(step: Step): Promise<void> {
    this.#now += step.waitMs;
    const one = this.messages[step.message % this.messages.length];
    if (one === undefined) return;
    if (step.what === 'claim') await this.#claim();
    else if (step.what === 'expire' || step.what === 'giveUp') await this.#watch(step.what);
    else if (step.what === 'cancel') await this.#cancel(one);
    else if (one.model.attempt > 0) await this.#answer(step, one);
  }

  async #claim(): Promise<void> {
    const due = this.messages
      .filter(({ model }) => model.isClaimable(this.#now))
      .toSorted((a, b) => a.model.dueAt - b.model.dueAt || a.message.id - b.message.id);
    const { claimed } = await this.#disk.store.claim(
      claimRequest(this.#lane, { maxParts: 1, now: this.#now }),
    );
    const [first] = due;
    if (claimed[0]?.id !== first?.message.id) {
      throw new Error(`claimed ${claimed[0]?.id}, where ${first?.message.id} was next`);
    }
    first?.model.claimed(this.#now);
  }

  async #watch(what: 'expire' | 'giveUp'): Promise<void> {
    const { store } = this.#disk;
    if (what === 'expire') await store.expireQueued(this.#start, this.#now);
    else await store.giveUp(this.#start, this.#now, this.#now);
    for (const { model } of this.messages) {
      if (what === 'expire') model.expire(this.#now);
      else model.giveUp(this.#now);
    }
  }

  async #cancel({ message, model }: (typeof this.messages)[number]): Promise<void> {
    const { kind } = await this.#disk.store.cancel(message.id, this.#now);
    const expected = model.cancel() ? 'cancelled' : 'tooLate';
    if (kind !== expected) throw new Error(`the cancel was ${kind}, not ${expected}`);
  }

  async #answer(step: Step, { message, model }: (typeof this.messages)[number]): Promise<void> {
    const { store } = this.#disk;
    const at = this.#now;
    // The current attempt, or one before it.
    const attempt = Math.max(1, model.attempt - (step.choice % 3 === 0 ? step.attempt : 0));
    const part = 1 + (step.part % model.parts);
    const about = { id: message.id, attempt };
    const ref = `${message.id}/${refOf(attempt, part)}`;
    switch (step.what) {
      case 'accepted': {
        const whole = model.makesWhole(attempt, part);
        await store.settle([accepted(about, ref, { part, whole, at })]);
        model.accepted(attempt, part, whole);
        return;
      }
      case 'acceptedLate':
        await store.settle([acceptedLate(about, ref, { part, at })]);
        model.acceptedLate(attempt, part);
        return;
      case 'requeued': {
        const possibleDuplicate = step.choice % 2 === 0;
        const dueAt = at + (step.choice % 5 === 0 ? 500 : 0);
        const claimed: Claimed = { ...message, ...about, concatReference: 0 };
        await store.settle([requeued(claimed, { at, dueAt, possibleDuplicate })]);
        model.requeued(attempt, at, dueAt, possibleDuplicate);
        return;
      }
      case 'ended': {
        const state =
          (['failed', 'undelivered', 'uncertain', 'expired'] as const)[step.choice % 4] ?? 'failed';
        await store.settle([ended(about, state, { at, key: keyOf(about, part) })]);
        model.ended(attempt, state);
        return;
      }
      default: {
        const state = (['delivered', 'delivered', 'undelivered', 'intermediate'] as const)[step.choice % 4];
        if (state === undefined) return;
        await store.record([receipt(ref, { state, evidence: `${ref} ${state}` })], at);
        model.receipt(attempt, part, state, at);
      }
    }
  }
}
