import type {
  PinLeave,
  SimAside,
  SimRepository,
  SimUsage,
} from '../../../src/domain/routes/sim-repository.ts';

/** A repository of SIMs in memory; like the one on disk, it outlives the routes that use it. */
export class MemorySimRepository implements SimRepository {
  readonly latches = new Set<string>();
  /** The ICCID of each part that was counted. */
  readonly counted: string[] = [];
  used = 0;
  readonly #minutes = new Map<number, number>();
  readonly #recipients = new Set<string>();
  #newest: string | undefined;
  readonly #aside = new Map<string, SimAside>();

  latchPin(iccid: string, pin: string): Promise<PinLeave> {
    const key = `${iccid}/${pin}`;
    if (this.latches.has(key)) return Promise.resolve('tried');
    this.latches.add(key);
    return Promise.resolve('allowed');
  }

  pinAccepted(iccid: string, pin: string): Promise<void> {
    this.latches.delete(`${iccid}/${pin}`);
    return Promise.resolve();
  }

  clearPins(iccid: string): Promise<void> {
    for (const key of this.latches) if (key.startsWith(`${iccid}/`)) this.latches.delete(key);
    return Promise.resolve();
  }

  countParts(iccid: string, atMs: number, parts: number, to: string): Promise<void> {
    if (parts > 0 && !this.#recipients.has(to)) {
      this.#recipients.add(to);
      this.#newest = to;
    } else if (parts < 0 && this.#newest === to) this.#recipients.delete(to);
    if (parts > 0) this.counted.push(iccid);
    else this.counted.splice(this.counted.lastIndexOf(iccid), 1);
    this.used += parts;
    const minute = Math.floor(atMs / 60_000);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + parts);
    return Promise.resolve();
  }

  usage(_iccid: string): Promise<SimUsage> {
    const { used } = this;
    const counted = [...this.#minutes].map(([minute, parts]) => ({ minute, parts }));
    // A test may say that the SIM has sent less or more.
    const minutes = counted.reduce((sum, { parts }) => sum + parts, 0) > used ? [] : counted;
    return Promise.resolve({ perMinute: used, perHour: used, perDay: used, perMonth: used, minutes });
  }

  recipients(_iccid: string): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(this.#recipients));
  }

  setAside(iccid: string, aside: SimAside): Promise<void> {
    this.#aside.set(iccid, aside);
    return Promise.resolve();
  }

  aside(iccid: string): Promise<SimAside | undefined> {
    return Promise.resolve(this.#aside.get(iccid));
  }

  restore(iccid: string): Promise<void> {
    this.#aside.delete(iccid);
    return Promise.resolve();
  }
}
