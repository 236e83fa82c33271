import type { SignalSlot } from './modem-details.ts';

/** The signal of each modem over the last day, which outlives restarts. The key is the IMEI. */
export interface SignalRepository {
  /** Stores one quarter of an hour, once it is over. */
  keepSignal(imei: string, slot: SignalSlot): Promise<void>;
  /** The slots that began at `sinceMs` or later, oldest first. */
  signalSince(imei: string, sinceMs: number): Promise<readonly SignalSlot[]>;
}
