import type { SimBook, SimUsage } from '../../../src/domain/sim-book.ts';

/** A SIM book in memory; what it would have on disk outlives the routes that use it. */
export class MemorySimBook implements SimBook {
  readonly latches = new Set<string>();
  /** ICCIDs, one for each part. */
  readonly counted: string[] = [];
  used = 0;

  latchPin(iccid: string, pin: string): Promise<boolean> {
    const key = `${iccid}/${pin}`;
    if (this.latches.has(key)) return Promise.resolve(false);
    this.latches.add(key);
    return Promise.resolve(true);
  }

  pinAccepted(iccid: string, pin: string): Promise<void> {
    this.latches.delete(`${iccid}/${pin}`);
    return Promise.resolve();
  }

  countParts(iccid: string, _atMs: number, parts: number): Promise<void> {
    this.counted.push(iccid);
    this.used += parts;
    return Promise.resolve();
  }

  usage(): Promise<SimUsage> {
    const { used } = this;
    return Promise.resolve({ perMinute: used, perHour: used, perDay: used, perMonth: used });
  }
}
