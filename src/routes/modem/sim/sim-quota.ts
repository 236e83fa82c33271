import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Cancel, Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { type CountedParts, LATE_MS, longestOf, type Quota, quotaOf, type SimLimits } from './quota.ts';

export interface SimQuotaDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly simRepository: SimRepository;
  /** Called when the quota was read again. */
  readonly changed: () => void;
}

/** Parts that were counted before they were handed to the modem. One of the two is called when their fate is known. */
export interface Taken {
  /** Takes the count back: the parts were surely not sent. */
  readonly takeBack: () => Promise<void>;
  /**
   * The network took the parts by now, or may have taken them. The contract counts from then, not from when they were
   * counted: the modem may have kept them waiting for its prompt or for the network.
   */
  readonly leftByNow: () => Promise<void>;
}

/** The quota until the SIM's usage is known: no part is allowed, since an unknown usage may have reached the limits. */
const NOT_KNOWN: Omit<Quota, 'lengths'> = {
  leftToNew: 0,
  reason: 'what the SIM has sent is not known yet',
  isShort: true,
  againMs: 1000,
  readAgainMs: 1000,
  leftOfEach: {
    perMinute: undefined,
    perHour: undefined,
    perDay: undefined,
    perMonth: undefined,
    recipientsPerMonth: undefined,
  },
  noNewRecipient: undefined,
  recipients: new Set(),
  allowance: { limits: [] },
};
/** How long this process remembers when exactly it counted a part, ms: longer than a part counts for its minute. */
const LATELY_MS = 150_000;
const READ_AGAIN_MS = 5000;

/**
 * The quota that the limits of the SIM in this modem leave. While no part is allowed, the usage is read again at
 * intervals.
 */
export class SimQuota {
  readonly #limits: SimLimits;
  readonly #deps: SimQuotaDeps;
  readonly #limited: boolean;
  #sim: string | undefined;
  readonly #notKnown: Quota;
  #quota: Quota;
  /** The parts that this process counted lately for the SIM in use. */
  #lately: readonly CountedParts[] = [];
  /**
   * The number of readings of the usage so far. If two readings overlap, the result of the one that began later counts.
   */
  #readings = 0;
  #cancel: Cancel = () => undefined;
  /** Parts that are being counted: `now` doesn't contain them yet. */
  #counting = 0;
  #closed = false;

  constructor(limits: SimLimits, deps: SimQuotaDeps) {
    this.#limits = limits;
    this.#notKnown = { ...NOT_KNOWN, lengths: { now: 0, most: longestOf(limits) } };
    this.#quota = this.#notKnown;
    this.#deps = deps;
    this.#limited = Object.values(limits).some((limit) => limit !== undefined);
  }

  /** The current quota; undefined if no limits are configured. */
  get now(): Quota | undefined {
    return this.#limited ? this.#quota : undefined;
  }

  /** Parts that are about to be sent and that `now` doesn't count yet. */
  get counting(): number {
    return this.#counting;
  }

  /** Switches to the SIM that is in the modem now; the usage of another SIM doesn't count for it. */
  async use(sim: string): Promise<void> {
    if (sim !== this.#sim) {
      this.#quota = this.#notKnown;
      this.#lately = [];
    }
    this.#sim = sim;
    await this.#read();
  }

  /**
   * Counts parts before they are handed to the modem, so that neither a crash nor a failing disk lets the SIM send more
   * than its limits.
   *
   * @returns undefined if the count can't be stored
   */
  async take(sim: string, to: Msisdn, parts = 1): Promise<Taken | undefined> {
    const at = this.#deps.clock.now();
    const counted = { at, parts };
    if (sim === this.#sim) this.#lately = [...this.#lately.filter((one) => one.at > at - LATELY_MS), counted];
    this.#counting += parts;
    const isCounted = await this.#count(sim, at, parts, to);
    this.#counting -= parts;
    const forget = (): void => {
      this.#lately = this.#lately.filter((one) => one !== counted);
    };
    if (!isCounted) {
      forget();
      return undefined;
    }
    return {
      takeBack: async () => {
        forget();
        await this.#count(sim, at, -parts, to);
      },
      leftByNow: async () => {
        const now = this.#deps.clock.now();
        // A part counts by this much longer anyway. A clock that was set back tells nothing.
        if (now - at <= LATE_MS) return;
        this.#lately = this.#lately.map((one) => (one === counted ? { at: now, parts } : one));
        // If the process ends in between, the parts count twice, and no limit is passed.
        if (await this.#count(sim, now, parts, to)) await this.#count(sim, at, -parts, to);
      },
    };
  }

  /** Why the limits allow no part to this recipient now; undefined if they allow one. */
  whyNot(to: Msisdn): (Pick<Quota, 'againMs'> & { readonly reason: string }) | undefined {
    const quota = this.now;
    if (quota === undefined) return undefined;
    const { againMs, noNewRecipient, recipients } = quota;
    const reason = quota.reason ?? (recipients.has(to) ? undefined : noNewRecipient);
    return reason === undefined ? undefined : { reason, againMs };
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #count(sim: string, at: number, parts: number, to: Msisdn): Promise<boolean> {
    const { log, simRepository } = this.#deps;
    try {
      await simRepository.countParts(sim, at, parts, to);
    } catch (error) {
      log.error({ err: error }, "a part can't be counted against its SIM's limits");
      return false;
    }
    await this.#read();
    return true;
  }

  async #read(): Promise<void> {
    const { clock, log, simRepository, changed } = this.#deps;
    const sim = this.#sim;
    if (!this.#limited || sim === undefined) return;
    const reading = ++this.#readings;
    this.#cancel();
    let againMs: number | undefined;
    try {
      const usage = await simRepository.usage(sim, clock.now());
      const lately = this.#lately;
      const isCounted = this.#limits.recipientsPerMonth !== undefined;
      const recipients = isCounted ? await simRepository.recipients(sim, clock.now()) : new Set<string>();
      if (reading !== this.#readings) return;
      this.#quota = quotaOf(this.#limits, { usage, lately, recipients }, clock.now());
      if (this.#quota.readAgainMs > 0) againMs = this.#quota.readAgainMs;
    } catch (error) {
      if (reading !== this.#readings) return;
      // The last known quota stays in force.
      log.error({ err: error }, "a SIM's usage can't be read");
      againMs = READ_AGAIN_MS;
    }
    if (againMs !== undefined && !this.#closed) {
      this.#cancel = clock.after(againMs, () => void this.#read());
    }
    changed();
  }
}
