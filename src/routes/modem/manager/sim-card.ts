import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Found } from './bus/manager-link.ts';
import { type SimView, simView } from './bus/modem-view.ts';
import { SIM } from './bus/names.ts';
import { unlockSim } from './pin.ts';

export interface SimCardDeps {
  readonly simRepository: SimRepository;
  readonly pin: string | undefined;
  readonly clock: Clock;
  /** Called when another SIM is in the modem, or more is known of it. */
  readonly known: () => void;
}

const NONE: SimView = { iccid: undefined, imsi: undefined };

/** How long the count of tries of the PIN is waited for, ms: ModemManager may show the lock before the count. */
const COUNT_MS = 2000;

/** The result of unlocking: why the SIM is locked, and when to try again, ms. */
export interface Locked {
  readonly reason: string;
  readonly againMs: number | undefined;
}

/** The SIM in the modem. */
export class SimCard {
  readonly #deps: SimCardDeps;
  #view = NONE;
  /** The path of the modem and of the SIM that was read. */
  #readFrom: string | undefined;
  #lockedAt: number | undefined;
  /** Why the PIN isn't sent to this SIM any more. */
  #pinReason: string | undefined;

  constructor(deps: SimCardDeps) {
    this.#deps = deps;
  }

  get view(): SimView {
    return this.#view;
  }

  /** To be called when the SIM, or what is known of it, may have changed. */
  readAgain(): void {
    this.#readFrom = undefined;
  }

  /**
   * To be called when the modem went away: it may come back without power in between, and then its SIM asks for the PIN
   * again. What the SIM didn't take is on disk.
   */
  left(): void {
    this.#readFrom = undefined;
    this.#lockedAt = undefined;
    this.#pinReason = undefined;
  }

  /** To be called when the PIN may be tried again. */
  retryPin(): void {
    this.#pinReason = undefined;
  }

  async read(found: Found): Promise<void> {
    const {
      bus,
      view: { simPath },
    } = found;
    const from = placeOf(found);
    if (this.#readFrom === from) return;
    const read = simPath === undefined ? undefined : await bus.properties(simPath, SIM);
    if (read !== undefined && read.kind !== 'ok') return;
    const view = read === undefined ? NONE : simView(read.value);
    if (view.iccid !== this.#view.iccid) this.#pinReason = undefined;
    this.#view = view;
    this.#lockedAt = undefined;
    this.#readFrom = from;
    this.#deps.known();
  }

  /** Sends the PIN, once. */
  async unlock(found: Found): Promise<Locked> {
    const { bus, view } = found;
    // What is known may be of the SIM before, whose number would vouch for a PIN that this one never took.
    if (this.#readFrom !== placeOf(found))
      return { reason: "the SIM can't be read, so its PIN can't be tried safely", againMs: COUNT_MS };
    const now = this.#deps.clock.elapsed();
    this.#lockedAt ??= now;
    const againMs = this.#lockedAt + COUNT_MS - now;
    if (view.pinTries === undefined && againMs > 0) {
      return { reason: 'the SIM is locked, and how often its PIN may be tried is not known yet', againMs };
    }
    this.#pinReason ??= await unlockSim(view, this.#view, { ...this.#deps, bus });
    // ModemManager changes the state of the modem some time after the SIM took the PIN.
    this.#pinReason ??= 'the SIM took its PIN, and ModemManager starts the modem';
    return { reason: this.#pinReason, againMs: undefined };
  }
}

const placeOf = ({ path, view: { simPath } }: Found): string => `${path} ${simPath}`;
