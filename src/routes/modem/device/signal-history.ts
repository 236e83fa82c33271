import type { SignalSlot } from '../../../domain/routes/modem-details.ts';

const SLOT_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** One measurement of the signal; undefined for what the modem doesn't tell. */
export interface Signal {
  readonly dbm: number | undefined;
  readonly rsrp: number | undefined;
  readonly rsrq: number | undefined;
}

/** The sum and number of the values in one slot. */
class Mean {
  #sum = 0;
  #count = 0;

  add(value: number | undefined): void {
    if (value === undefined) return;
    this.#sum += value;
    this.#count++;
  }

  get value(): number | undefined {
    return this.#count === 0 ? undefined : Math.round((10 * this.#sum) / this.#count) / 10;
  }
}

interface Slot {
  readonly number: number;
  readonly dbm: Mean;
  readonly rsrp: Mean;
  readonly rsrq: Mean;
  lowestDbm: number | undefined;
}

/** The signal of the last day in slots of a quarter of an hour. It is kept in memory only. Times are arguments, in ms. */
export class SignalHistory {
  #slots: Slot[] = [];

  /** Adds a measurement. One that tells nothing makes no slot, so that a time without a network shows as a gap. */
  add({ dbm, rsrp, rsrq }: Signal, nowMs: number): void {
    if (dbm === undefined && rsrp === undefined) return;
    const slot = this.#slotAt(Math.floor(nowMs / SLOT_MS));
    slot.dbm.add(dbm);
    slot.rsrp.add(rsrp);
    slot.rsrq.add(rsrq);
    if (dbm !== undefined) slot.lowestDbm = Math.min(dbm, slot.lowestDbm ?? dbm);
    this.#slots = this.#slots.filter(({ number }) => number > slot.number - DAY_MS / SLOT_MS);
  }

  /** The slots of the day before `nowMs`, oldest first. */
  list(nowMs: number): readonly SignalSlot[] {
    const first = Math.floor((nowMs - DAY_MS) / SLOT_MS);
    return this.#slots
      .filter(({ number }) => number > first)
      .map(({ number, dbm, rsrp, rsrq, lowestDbm }) => ({
        at: number * SLOT_MS,
        dbm: dbm.value,
        lowestDbm,
        rsrp: rsrp.value,
        rsrq: rsrq.value,
      }));
  }

  clear(): void {
    this.#slots = [];
  }

  #slotAt(number: number): Slot {
    // Later slots are from before the clock was set back.
    this.#slots = this.#slots.filter((slot) => slot.number <= number);
    const last = this.#slots.at(-1);
    if (last?.number === number) return last;
    const slot = { number, dbm: new Mean(), rsrp: new Mean(), rsrq: new Mean(), lowestDbm: undefined };
    this.#slots.push(slot);
    return slot;
  }
}
