import type { SimUsage } from '../../../src/domain/routes/sim-repository.ts';
import { MemorySimRepository } from './memory-sim-repository.ts';

const MINUTE_MS = 60_000;

/** A repository of SIMs in memory whose counts age, by whole minutes as those on disk. */
export class DatedSimRepository extends MemorySimRepository {
  /** When parts were counted, by SIM: minutes since the epoch. */
  readonly #minutes = new Map<string, Map<number, number>>();

  /** Counts parts that the SIM sent before the test began. */
  sentBefore(iccid: string, atMs: number, parts: number): void {
    const ofSim = this.#minutes.get(iccid) ?? new Map<number, number>();
    this.#minutes.set(iccid, ofSim);
    const minute = Math.floor(atMs / MINUTE_MS);
    ofSim.set(minute, (ofSim.get(minute) ?? 0) + parts);
  }

  override async countParts(iccid: string, atMs: number, parts: number, to: string): Promise<void> {
    await super.countParts(iccid, atMs, parts, to);
    this.sentBefore(iccid, atMs, parts);
  }

  override usage(iccid: string, nowMs = 0): Promise<SimUsage> {
    const now = Math.floor(nowMs / MINUTE_MS);
    const rows = [...(this.#minutes.get(iccid) ?? [])].map(([minute, parts]) => ({ minute, parts }));
    const within = (minutes: number): number =>
      rows.reduce((sum, { minute, parts }) => (Math.abs(now - minute) <= minutes ? sum + parts : sum), 0);
    return Promise.resolve({
      perMinute: within(1),
      perHour: within(60),
      perDay: within(1440),
      perMonth: within(43_200),
      minutes: rows,
    });
  }
}
