import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Supervision } from './systemd-notify.ts';

interface SupervisedDeps {
  /** Left out if nobody supervises the process: then nobody is told. */
  readonly supervision: Supervision | undefined;
  /** Resolves when the threads of the database have answered. */
  readonly answers: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const FAILURE = 'systemd cannot be told that the gateway lives, by the program systemd-notify; trying again';

/** Many times as long as the time between two calls. */
const PROLONGED_MS = 60_000;

/**
 * Tells systemd when the gateway accepts messages, when it reads its configuration again, and when it ends. While the
 * event loop and the threads of the database answer, systemd gets a sign of life at half of its time. Without one
 * systemd starts the gateway again: a database that hangs would otherwise hold all messages until somebody looks.
 */
export class Supervised {
  readonly #deps: SupervisedDeps;
  readonly #looper: Looper;
  #isReady = false;

  constructor(deps: SupervisedDeps) {
    this.#deps = deps;
    this.#looper = new Looper(() => this.#live(), { clock: deps.clock, log: deps.log, failure: FAILURE });
  }

  /** The gateway accepts messages. */
  start(): void {
    if (this.#deps.supervision !== undefined) this.#looper.start();
  }

  /** The start takes longer: systemd waits for `READY=1` for another minute (sd_notify(3), EXTEND_TIMEOUT_USEC). */
  async prolongStart(): Promise<void> {
    await this.#tell(`EXTEND_TIMEOUT_USEC=${PROLONGED_MS * 1000}`);
  }

  /** Runs `reload`, and tells systemd when it begins and ends. */
  async reload(reload: () => Promise<void>): Promise<void> {
    await this.#tell('RELOADING=1');
    try {
      await reload();
    } finally {
      await this.#tell('READY=1');
    }
  }

  /** The gateway ends. A database that hangs can't hold this up, so the run under way is not awaited. */
  async stop(): Promise<void> {
    void this.#looper.stop();
    await this.#tell('STOPPING=1');
  }

  async #live(): Promise<number | undefined> {
    const { supervision, answers } = this.#deps;
    await answers();
    if (this.#looper.signal.aborted) return undefined;
    await supervision?.tell(this.#isReady ? 'WATCHDOG=1' : 'READY=1');
    this.#isReady = true;
    return supervision?.watchdogMs === undefined ? undefined : supervision.watchdogMs / 2;
  }

  /** A supervisor that can't be told must not hold up what it would be told of. */
  async #tell(state: string): Promise<void> {
    const { supervision, log } = this.#deps;
    await supervision?.tell(state).catch((error: unknown) => {
      log.warn({ err: error, state }, 'systemd cannot be told by the program systemd-notify');
    });
  }
}
