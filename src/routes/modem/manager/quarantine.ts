import type { SimAside, SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';

/** How long a SIM is set aside after it or its contract refused a message, ms. */
const ASIDE_MS = 15 * 60_000;

export interface QuarantineDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly simRepository: SimRepository;
}

/** The quarantine of SIMs that the network refused. It is stored, so that it holds in another modem too. */
export class Quarantine {
  readonly #deps: QuarantineDeps;
  /** The last one, which may not be on disk yet. */
  #own: (SimAside & { readonly sim: string }) | undefined;
  #storing: Promise<void> = Promise.resolve();

  constructor(deps: QuarantineDeps) {
    this.#deps = deps;
  }

  begin(sim: string, reason: string): SimAside {
    const { clock, log, simRepository } = this.#deps;
    const aside = { reason, until: clock.now() + ASIDE_MS };
    this.#own = { ...aside, sim };
    this.#storing = this.#storing.then(() =>
      simRepository.setAside(sim, aside).catch((error: unknown) => {
        log.error({ err: error, sim }, "the quarantine of a SIM can't be stored");
      }),
    );
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
