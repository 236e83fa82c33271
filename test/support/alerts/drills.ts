import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import type { DrillDefinition, MissedDrill } from '../../../src/domain/operation/drill.ts';
import { type Ears, noEars } from '../../../src/domain/operation/ear.ts';
import type { RouteState } from '../../../src/domain/routes/route.ts';
import { Drills } from '../../../src/drills/drills.ts';
import { recordingLog } from '../smpp/route-recorder.ts';
import { accepted, claimRequest, newMessage, numberOf, receipt, T0 } from '../store/messages.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';

/** A drill every ten minutes, to one number. */
export const definition: DrillDefinition = {
  cron: '*/10 * * * *',
  timeZone: 'Europe/Paris',
  enabled: true,
  graceMs: 300_000,
  since: T0,
  numbers: [numberOf(1)],
  text: 'EXERCICE - ne rien faire',
  routes: undefined,
  priority: 'normal',
  withinMs: 60_000,
  until: 'delivered',
};

/** A planned time of the nightly drill that was missed. */
export const missed = (drill: number, plannedAt: number, at: number, reason: string): MissedDrill => ({
  drill,
  name: 'nightly',
  plannedAt,
  reason,
  at,
  event: undefined,
});

const LANES: Readonly<Record<string, number>> = { orange: 9001, 'modem-1': 9002 };

/** Drills on a real store, with routes that carry what a test says they carry. */
export class DrillRig {
  readonly disk: StoreOnDisk;
  readonly log = recordingLog();
  readonly states = new Map<string, RouteState>([
    ['orange', 'up'],
    ['modem-1', 'up'],
  ]);
  /** Messages that the drills reported as committed, over all restarts. */
  readonly queued: NewMessage[] = [];
  ears: Ears = noEars;
  drills: Drills;

  private constructor(disk: StoreOnDisk) {
    this.disk = disk;
    this.drills = this.#make();
  }

  static async open(): Promise<DrillRig> {
    const rig = new DrillRig(await StoreOnDisk.open());
    await rig.drills.restore();
    rig.drills.start();
    return rig;
  }

  /** Ends the drills, and starts them again `awayMs` later. */
  async restart(awayMs = 0): Promise<void> {
    await this.drills.stop();
    await this.disk.reopen();
    await this.disk.clock.advance(awayMs);
    this.drills = this.#make();
    await this.drills.restore();
    this.drills.start();
  }

  /** The drills of another node on the same store, which does not lead. */
  ofAnotherNode(): Drills {
    return this.#make();
  }

  async close(): Promise<void> {
    await this.drills.stop();
    await this.disk.remove();
  }

  async create(own: Partial<DrillDefinition> = {}, name = 'nightly'): Promise<number> {
    const { store, clock } = this.disk;
    const made = await store.drills.create(name, { ...definition, ...own }, clock.now());
    if (made === 'taken') throw new Error('there is one already');
    return made.id;
  }

  /** The runs of a drill, oldest first. */
  async runs(drill: number) {
    return (await this.drills.runs(drill, { limit: 100, cursor: undefined })).items.toReversed();
  }

  /** Passes virtual time, second by second, once the drills wait for it, until the result of `read` holds. */
  async until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
    for (;;) {
      const value = await read();
      if (holds(value)) return value;
      while (this.disk.clock.pending === 0) await nextTurn();
      await this.disk.clock.advance(1000);
    }
  }

  untilFinished(drill: number, count: number) {
    return this.until(
      () => this.runs(drill),
      (runs) => runs.filter(({ finishedAt }) => finishedAt !== undefined).length >= count,
    );
  }

  /** Delivers all messages that are queued for this route. @returns how many */
  async deliver(route: string): Promise<number> {
    const { store, clock } = this.disk;
    const now = clock.now();
    const lane = LANES[route] ?? 0;
    const { claimed } = await store.claim(claimRequest(lane, { route, maxParts: 100, now: now + 1 }));
    for (const one of claimed) {
      await store.settle([accepted(one, `${route}-${one.id}`, { at: now })]);
      await store.record([receipt(`${route}-${one.id}`, { route })], now);
    }
    return claimed.length;
  }

  /** The events that wait to be sent. */
  async events() {
    return this.disk.store.takeHappenings(100);
  }

  #make(): Drills {
    const { store, clock } = this.disk;
    return new Drills({
      restMs: 1000,
      repository: store.drills,
      prepare: async ({ to, text, priority, validForMs, onUncertain, routes, reference }, owner) => {
        const now = clock.now();
        const times = { createdAt: now, dueAt: now, validUntil: now + validForMs };
        const lane = LANES[routes[0]] ?? 0;
        return newMessage({ to, text, priority, onUncertain, routes, reference, owner, lane, ...times });
      },
      stored: (messages) => this.queued.push(...messages),
      cancel: (id) => store.cancel(id, clock.now()),
      routes: () => [...this.states].map(([id, state]) => ({ id, state })),
      ears: {
        marked: (to, text) => this.ears.marked(to, text),
        hearings: (messages) => this.ears.hearings(messages),
      },
      announce: () => {},
      clock,
      log: this.log,
    });
  }
}
