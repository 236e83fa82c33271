import type { SignalSlot } from '../../../domain/routes/modem-details.ts';

const SLOT_MS = 15 * 60_000;
export const DAY_MS = 24 * 60 * 60_000;

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

  constructor(value?: number) {
    this.add(value);
  }

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

const viewOf = ({ number, dbm, rsrp, rsrq, lowestDbm }: Slot): SignalSlot => ({
  at: number * SLOT_MS,
  dbm: dbm.value,
  lowestDbm,
  rsrp: rsrp.value,
  rsrq: rsrq.value,
});

/** The signal of the last day in slots of a quarter of an hour. Times are arguments, in ms. */
export class SignalHistory {
  #slots: Slot[] = [];

  /**
   * Adds a measurement. One that tells nothing makes no slot, so that a time without a network shows as a gap.
   *
   * @returns the slot before this measurement's, if this one begins a new slot
   */
  add({ dbm, rsrp, rsrq }: Signal, nowMs: number): SignalSlot | undefined {
    if (dbm === undefined && rsrp === undefined) return undefined;
    const before = this.#slots.at(-1);
    const slot = this.#slotAt(Math.floor(nowMs / SLOT_MS));
    slot.dbm.add(dbm);
    slot.rsrp.add(rsrp);
    slot.rsrq.add(rsrq);
    if (dbm !== undefined) slot.lowestDbm = Math.min(dbm, slot.lowestDbm ?? dbm);
    this.#slots = this.#slots.filter(({ number }) => number > slot.number - DAY_MS / SLOT_MS);
    return before === undefined || before.number >= slot.number ? undefined : viewOf(before);
  }

  /** Adds slots from an earlier process; those that are there already stay as they are. */
  restore(slots: readonly SignalSlot[]): void {
    for (const { at, dbm, rsrp, rsrq, lowestDbm } of slots) {
      const number = Math.floor(at / SLOT_MS);
      if (this.#slots.some((slot) => slot.number === number)) continue;
      this.#slots.push({ number, dbm: new Mean(dbm), rsrp: new Mean(rsrp), rsrq: new Mean(rsrq), lowestDbm });
    }
    this.#slots.sort((one, other) => one.number - other.number);
  }

  /** The slots of the day before `nowMs`, oldest first. */
  list(nowMs: number): readonly SignalSlot[] {
    const first = Math.floor((nowMs - DAY_MS) / SLOT_MS);
    return this.#slots.filter(({ number }) => number > first).map(viewOf);
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
