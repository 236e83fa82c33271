import type { ReceiptMatch, RouteReceipt } from '../routes/route.ts';

export interface ReceiptRepository {
  /** One result for each receipt, in the same order. */
  record(receipts: readonly RouteReceipt[], atMs: number): Promise<readonly ReceiptMatch[]>;
  /** The same, but a receipt whose id nobody knows is not stored, and its result is undefined. */
  recordKnown(
    receipts: readonly RouteReceipt[],
    atMs: number,
  ): Promise<readonly (ReceiptMatch | undefined)[]>;
}
