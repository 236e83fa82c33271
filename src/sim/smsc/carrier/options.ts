import type { ReceiptForm } from '../pdu/delivery.ts';
import type { IdStyle } from './message.ts';

export interface SmscOptions {
  /** Port on 127.0.0.1; 0, the default, for any free one. */
  readonly port?: number;
  /** The accepted system_id; if left out, any is accepted. */
  readonly systemId?: string;
  readonly password?: string;
  /**
   * Time in ms from submit_sm to submit_sm_resp; with 0, the default, the response comes in the same turn of the
   * event loop.
   */
  readonly submitLatencyMs?: number;
  /** Time in ms from the submit_sm_resp to the receipt; 0 by default. */
  readonly receiptDelayMs?: number;
  /** Whether receipts use short_message, TLVs, or both (the default). */
  readonly receipts?: ReceiptForm | 'none';
  /**
   * How ids are written: `dec` (the default), `hex`, or `mixed`: hexadecimal in the response and decimal in the
   * receipt.
   */
  readonly ids?: IdStyle;
  /** The id of the first message; by default a number of 16 digits that no earlier carrier of this machine gave. */
  readonly firstId?: number;
  /**
   * Whether messages and the phones' texts are kept; true by default. Benchmarks use false, so that only counters
   * grow.
   */
  readonly keepMessages?: boolean;
  /**
   * Prefix of the numbers for which the time of each submit is recorded, for benchmarks; '' for all, none if left
   * out.
   */
  readonly recordArrivals?: string;
  /** The largest number of unanswered deliver_sm of a session; 1000 by default. */
  readonly receiptWindow?: number;
  /** Time in ms after which a refused deliver_sm is sent again; 500 by default. */
  readonly retryMs?: number;
  /** Whether data_coding 0 means packed GSM 7-bit; false by default, with one septet in each octet. */
  readonly packed?: boolean;
  /** Seed of the random numbers for shares; 1 by default. */
  readonly seed?: number;
}

/** The options with their defaults filled in; `undefined` accepts any value. */
export const settingsOf = (options: SmscOptions) => ({
  systemId: options.systemId,
  password: options.password,
  submitLatencyMs: options.submitLatencyMs ?? 0,
  receiptDelayMs: options.receiptDelayMs ?? 0,
  receipts: options.receipts ?? 'both',
  ids: options.ids ?? 'dec',
  firstId: options.firstId,
  keepMessages: options.keepMessages ?? true,
  recordArrivals: options.recordArrivals,
  receiptWindow: options.receiptWindow ?? 1000,
  retryMs: options.retryMs ?? 500,
  packed: options.packed ?? false,
  seed: options.seed ?? 1,
});

export type Settings = Readonly<ReturnType<typeof settingsOf>>;
