import type { ReceiptForm } from '../pdu/delivery.ts';
import type { IdStyle } from './message.ts';

export interface SmscOptions {
  /** On 127.0.0.1; 0, the default, takes any. */
  readonly port?: number;
  /** Left out: any is taken. */
  readonly systemId?: string;
  readonly password?: string;
  /** From submit_sm to submit_sm_resp; 0, the default, answers in the same turn. */
  readonly submitLatencyMs?: number;
  /** From the answer to the receipt; default 0. */
  readonly receiptDelayMs?: number;
  /** Receipts say it in short_message, in TLVs, or in both, the default. */
  readonly receipts?: ReceiptForm | 'none';
  /** How ids are spelt: `dec`, the default, `hex`, or `mixed`: hex in the answer, decimal in the receipt. */
  readonly ids?: IdStyle;
  /** Whether messages and what phones show are kept; default true. false is for benchmarks: only counters grow. */
  readonly keepMessages?: boolean;
  /** Numbers, by how they begin, of which the time of each submit is kept, for benchmarks; '' of all. Left out: of none. */
  readonly recordArrivals?: string;
  /** deliver_sm unanswered per session; default 1000. */
  readonly receiptWindow?: number;
  /** When a deliver_sm that was refused is sent again; default 500. */
  readonly retryMs?: number;
  /** data_coding 0 is GSM 7-bit packed into octets; default false, a septet in each. */
  readonly packed?: boolean;
  /** Of the random numbers behind shares; default 1. */
  readonly seed?: number;
}

/** The options with their defaults; `undefined` takes any. */
export const settingsOf = (options: SmscOptions) => ({
  systemId: options.systemId,
  password: options.password,
  submitLatencyMs: options.submitLatencyMs ?? 0,
  receiptDelayMs: options.receiptDelayMs ?? 0,
  receipts: options.receipts ?? 'both',
  ids: options.ids ?? 'dec',
  keepMessages: options.keepMessages ?? true,
  recordArrivals: options.recordArrivals,
  receiptWindow: options.receiptWindow ?? 1000,
  retryMs: options.retryMs ?? 500,
  packed: options.packed ?? false,
  seed: options.seed ?? 1,
});

export type Settings = Readonly<ReturnType<typeof settingsOf>>;
