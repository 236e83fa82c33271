import type { Quarantine } from '../../../domain/routes/route.ts';
import type { SimAside, SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';

/**
 * How long a SIM is quarantined after it or its contract refused a message, in ms; then one more try tells whether it
 * still refuses.
 */
const ASIDE_MS = 15 * 60_000;

export interface SimQuarantineDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly simRepository: SimRepository;
}

/** The quarantine of SIMs that the network refused. It is stored, so that it holds in another modem too. */
export class SimQuarantine {
  readonly #deps: SimQuarantineDeps;
  /** The last one, until it is on disk. */
  #own: (SimAside & { readonly sim: string }) | undefined;
  #storing: Promise<void> = Promise.resolve();

  constructor(deps: SimQuarantineDeps) {
    this.#deps = deps;
  }

  begin(sim: string, reason: string): SimAside {
    const { clock, log, simRepository } = this.#deps;
    const aside = { reason, until: clock.now() + ASIDE_MS };
    const own = { ...aside, sim };
    this.#own = own;
    this.#storing = this.#storing.then(async () => {
      try {
        await simRepository.setAside(sim, aside);
        if (this.#own === own) this.#own = undefined;
      } catch (error) {
        log.error({ err: error, sim }, "the quarantine of a SIM can't be stored");
      }
    });
    return aside;
  }

  /** The quarantine of this SIM that still holds. */
  async of(sim: string): Promise<SimAside | undefined> {
    const stored = await this.#deps.simRepository.aside(sim);
    const aside = this.#own?.sim === sim ? this.#own : stored;
    const leftMs = aside === undefined ? 0 : aside.until - this.#deps.clock.now();
    // More time than `ASIDE_MS` means that the clock was set back meanwhile.
    return leftMs > 0 && leftMs <= ASIDE_MS ? aside : undefined;
  }

  /** Forgets what isn't on disk, after an operator ended the quarantine there. */
  forget(): void {
    this.#own = undefined;
  }

  /** Resolves when everything is on disk. */
  async close(): Promise<void> {
    await this.#storing;
  }
}

/** What the status of a route tells of the quarantine of its SIM. */
export const asQuarantine = ({ reason, until }: SimAside): Quarantine => ({
  since: until - ASIDE_MS,
  reason,
});

/** The reason of a route whose SIM is quarantined, in words for an operator. */
export const asideWords = ({ reason, until }: SimAside): string =>
  `the SIM is set aside until ${new Date(until).toISOString()}: ${reason}`;
