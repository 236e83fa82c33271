import type { BroadcastPage } from '../../../src/domain/inbound/cell-broadcast.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type {
  PartKey,
  ReceiptMatch,
  RouteEvents,
  RouteInbound,
  RouteReceipt,
} from '../../../src/domain/routes/route.ts';
import type { Log } from '../../../src/kernel/log.ts';
import { keptLog } from '../log/suite-log.ts';

/** Everything a route tells, kept; what it is told back can be set by the test. */
export class RouteRecorder implements RouteEvents {
  readonly receipts: RouteReceipt[] = [];
  readonly inboundMessages: RouteInbound[] = [];
  readonly broadcasts: BroadcastPage[] = [];
  readonly late: { readonly key: PartKey; readonly outcome: Outcome }[] = [];
  changes = 0;
  /** How each receipt fares; rejecting is allowed. */
  match: (receipt: RouteReceipt) => Promise<ReceiptMatch> = async ({ refs }) => ({
    kind: 'matched',
    ref: refs[0],
  });
  /** Whether a message from a phone can be kept; rejecting is allowed. */
  keep: (message: RouteInbound) => Promise<'kept' | 'overLimit'> = async () => 'kept';
  #waiting: (() => void)[] = [];

  changed(): void {
    this.changes++;
    this.#wake();
  }

  receipt(receipt: RouteReceipt): Promise<ReceiptMatch> {
    this.receipts.push(receipt);
    this.#wake();
    return this.match(receipt);
  }

  inbound(message: RouteInbound): Promise<'kept' | 'overLimit'> {
    this.inboundMessages.push(message);
    this.#wake();
    return this.keep(message);
  }

  broadcast(page: BroadcastPage): Promise<void> {
    this.broadcasts.push(page);
    this.#wake();
    return Promise.resolve();
  }

  lateOutcome(key: PartKey, outcome: Outcome): void {
    this.late.push({ key, outcome });
    this.#wake();
  }

  /** Drops what was kept, for runs too long to keep it. */
  forget(): void {
    this.receipts.length = 0;
    this.inboundMessages.length = 0;
    this.late.length = 0;
    this.broadcasts.length = 0;
  }

  /** Resolves once `holds`, looked at after each thing that the route tells. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

/** A log that keeps its lines for the test, and for the log of the suite. */
export const recordingLog = (): Log & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const write = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return { lines, ...keptLog(log) };
};
