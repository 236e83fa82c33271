import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import { ALARMS_OWNER } from '../../../src/domain/operation/alarm.ts';
import type { TocsinEvent } from '../../../src/domain/operation/events.ts';
import { Alarms } from '../../../src/ops/alarms/alarm-service.ts';
import { smsOf } from '../../../src/ops/alarms/alarm-sms.ts';
import type { Condition } from '../../../src/ops/alarms/condition.ts';
import { recordingLog } from '../smpp/route-recorder.ts';
import { newMessage, numberOf } from '../store/messages.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';

/** Alarms on a real store, about what a test says is wrong. */
export class AlarmRig {
  readonly disk: StoreOnDisk;
  readonly log = recordingLog();
  /** What is wrong now. */
  wrong: readonly Condition[] = [];
  /** Why the source cannot be asked; undefined: it can. */
  unknown: Error | undefined;
  isAnybodyThere = true;
  /** Why nothing can be written; undefined: the disk works. */
  full: Error | undefined;
  /** The SMS that were committed. */
  readonly sms: NewMessage[] = [];
  alarms: Alarms;

  private constructor(disk: StoreOnDisk) {
    this.disk = disk;
    this.alarms = this.#make();
  }

  static async open(): Promise<AlarmRig> {
    const rig = new AlarmRig(await StoreOnDisk.open());
    await rig.start();
    return rig;
  }

  async start(): Promise<void> {
    this.alarms = this.#make();
    await this.alarms.restore();
    this.alarms.start();
  }

  /** Stops, and starts again after a time with what is wrong then. */
  async restart(awayMs: number, wrong: readonly Condition[]): Promise<void> {
    await this.alarms.stop();
    await this.disk.reopen();
    await this.disk.clock.advance(awayMs);
    this.wrong = wrong;
    await this.start();
  }

  async close(): Promise<void> {
    await this.alarms.stop();
    await this.disk.remove();
  }

  /** Lets time pass in steps: after each, what the look has written is on the real disk, and the next look waits. */
  async pass(ms: number): Promise<void> {
    const { clock } = this.disk;
    const rests = async (): Promise<void> => {
      while (clock.pending === 0) await nextTurn();
    };
    for (let left = ms; left > 0; left -= 5000) {
      await rests();
      await clock.advance(Math.min(5000, left));
      await rests();
    }
  }

  get texts(): readonly string[] {
    return this.sms.map(({ text }) => text);
  }

  /** The events that were committed, in order; each is given once. */
  async events(): Promise<readonly TocsinEvent[]> {
    return this.disk.store.takeHappenings(1000);
  }

  #make(): Alarms {
    const { disk } = this;
    const { clock } = disk;
    return new Alarms({
      repository: {
        all: () => disk.store.alarms.all(),
        write: async (write) => {
          if (this.full !== undefined) throw this.full;
          return disk.store.alarms.write(write);
        },
      },
      sources: [
        {
          name: 'the test',
          everyMs: 0,
          look: () => {
            if (this.unknown !== undefined) throw this.unknown;
            return this.wrong;
          },
        },
      ],
      off: new Set(['backupOld']),
      policy: { severities: ['critical'], tellAgainMs: 30 * 60_000 },
      messages: async (telling, nowMs) => {
        if (!this.isAnybodyThere) return [];
        const text = smsOf(telling, 'en', 'Europe/Paris', nowMs);
        return [newMessage({ to: numberOf(1), text, owner: ALARMS_OWNER, createdAt: nowMs, dueAt: nowMs })];
      },
      queued: (messages) => this.sms.push(...messages),
      announce: () => {},
      clock,
      log: this.log,
    });
  }
}
