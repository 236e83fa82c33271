import type { OperationName } from './protocol.ts';

/**
 * Operations that take in something new: they are refused while the disk is full up to its reserve. All other
 * operations go on: the outcomes of messages, opt-outs, the steps of an alert, and whatever makes room.
 */
export const TAKES_IN: ReadonlySet<OperationName> = new Set([
  'enqueue',
  'enqueueOnce',
  'enqueueBatch',
  'inbound',
  'storeChunk',
  'createAlert',
  'keepChunk',
  'importRows',
]);
