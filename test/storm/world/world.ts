import { SimulatedClock } from '../../../scripts/lib/simulate/simulated-clock.ts';
import { seededRandom } from '../../../src/sim/smsc/carrier/random.ts';
import type { Trouble } from '../../chaos/history.ts';
import type { SimulatedDatabase } from '../database/simulated-database.ts';
import { atRest } from './at-rest.ts';
import { Disk } from './disk.ts';
import { MemoryNet } from './memory-net.ts';
import { MemorySerial } from './memory-serial.ts';
import { WallClock } from './wall-clock.ts';

/** When a world begins, if nothing is said: times in its log are the same in each run. */
const START_MS = Date.UTC(2026, 0, 5, 3);

/** A machine, a network and a time, all in memory, that follow from one seed. */
export class World {
  readonly clock: SimulatedClock;
  /** The clock of the gateway's machine. */
  readonly wall: WallClock;
  readonly random: () => number;
  readonly disk: Disk;
  readonly net: MemoryNet;
  /** The serial ports, into which acts plug modems. */
  readonly serial: MemorySerial;
  /** What went on, line by line: the same for the same seed. */
  readonly log: string[] = [];
  /** When the machine or its network did not work. */
  readonly troubles: Trouble[] = [];
  #held = 0;

  /** @param startMs ms since 1970 */
  constructor(seed: number, database: SimulatedDatabase, startMs = START_MS) {
    this.clock = new SimulatedClock(startMs);
    this.wall = new WallClock(this.clock);
    this.random = seededRandom(seed);
    const own = seededRandom(seed ^ 0x5eed);
    this.disk = new Disk(database, own);
    this.net = new MemoryNet(this.clock, {
      delayMs: () => 1 + Math.floor(own() * 8),
      pieceOctets: () => (own() < 0.2 ? 1 + Math.floor(own() * 40) : undefined),
    });
    // A row of its own: a modem more must not change what else happens.
    const serial = seededRandom(seed ^ 0x5e71a1);
    this.serial = new MemorySerial(this.clock, {
      delayMs: () => 1 + Math.floor(serial() * 4),
      pieceOctets: () => (serial() < 0.3 ? 1 + Math.floor(serial() * 16) : undefined),
    });
  }

  say(text: string): void {
    this.log.push(`${new Date(this.clock.now()).toISOString()} ${text}`);
  }

  /** Stops the time of the world while something is done that takes real time, such as reading files. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work;
    } finally {
      this.#held--;
    }
  }

  /** Resolves after so much time of the world. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(ms, resolve);
    });
  }

  /** Lets the time pass until `work` is done. @throws Error if nothing is left to happen within `mostMs` */
  async run<T>(work: Promise<T>, mostMs: number): Promise<T> {
    const until = this.clock.now() + mostMs;
    let done: { readonly value: T } | { readonly error: unknown } | undefined;
    work.then(
      (value) => {
        done = { value };
      },
      (error: unknown) => {
        done = { error };
      },
    );
    for (;;) {
      await atRest(() => this.#held > 0);
      if (done !== undefined) break;
      if (!this.clock.step(until))
        throw new Error(`nothing is left to happen within ${mostMs} ms, and the work is not done`);
    }
    if ('error' in done) throw done.error;
    return done.value;
  }
}
