import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Cancel, Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { ModemHost } from '../device/host.ts';
import { restMs } from '../driver/machine.ts';
import { cutPower } from '../driver/restarts.ts';
import type { Rest } from './manager-state.ts';

/** After this many failures in a row ModemManager is asked to reset the modem. */
const TO_RESET = 5;
/** After this many failures in a row the power hook is run. */
const TO_POWER = 10;
/** Then it begins anew: if a reset didn't help, one every few seconds doesn't help either. */
const LADDER = 30;

export interface RemediesDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly host: Pick<ModemHost, 'run'>;
  /** Asks ModemManager to reset the modem, if it is there. */
  readonly reset: () => Promise<void>;
  /** Called when a rest ends. */
  readonly changed: () => void;
}

/** What follows from failures in a row: a rest after each, then a reset, then the power hook. */
export class Remedies {
  readonly #config: ModemRouteConfig;
  readonly #deps: RemediesDeps;
  readonly #closing = new AbortController();
  #failures = 0;
  #rest: Rest | undefined;
  #cancelRest: Cancel = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(config: ModemRouteConfig, deps: RemediesDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  /** Why and until when the modem rests; undefined if it doesn't. */
  get rest(): Rest | undefined {
    return this.#rest;
  }

  /** How long the modem rests after the next failure, ms. */
  get restMs(): number {
    return restMs(this.#failures + 1);
  }

  fine(): void {
    this.#failures = 0;
    this.#rest = undefined;
  }

  failed(reason: string): void {
    const { clock, changed, reset } = this.#deps;
    const ms = this.restMs;
    this.#rest = { reason, until: clock.elapsed() + ms };
    this.#cancelRest();
    this.#cancelRest = clock.after(ms, changed);
    this.#failures++;
    const rung = this.#failures % LADDER;
    if (rung === TO_RESET) this.#run(reset);
    if (rung === TO_POWER && this.#config.powerHook !== undefined) {
      this.#run(async () => {
        await cutPower(this.#config, this.#deps, this.#closing.signal);
      });
    }
  }

  async close(): Promise<void> {
    this.#cancelRest();
    this.#closing.abort();
    await this.#running;
  }

  #run(remedy: () => Promise<void>): void {
    this.#running = this.#running.then(remedy);
  }
}
