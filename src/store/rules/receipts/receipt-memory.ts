import type { KeptKeys } from '../queue/kept-keys.ts';
import type { KeptLately } from './kept-lately.ts';
import type { KnownPhones } from './known-phones.ts';
import type { PassedOver } from './passed-over.ts';
import type { RecentRefs } from './recent-refs.ts';

/** What the thread of the database remembers of receipts and messages between transactions. */
export interface ReceiptMemory {
  readonly settled: RecentRefs;
  readonly kept: KeptKeys;
  readonly phones: KnownPhones;
  readonly lately: KeptLately;
  readonly passedOver: PassedOver;
}
