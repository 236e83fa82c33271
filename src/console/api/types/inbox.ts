import type { z } from 'zod';
import type { inboxView } from '../../../http/v1/inbound/inbox.ts';

export type InboxMessage = z.output<typeof inboxView>;
export type Handling = NonNullable<InboxMessage['handledAs']>;

/** Which messages are asked for; what is left out may be anything. */
export interface InboxSearch {
  readonly from?: string;
  readonly text?: string;
  readonly handledAs?: Handling;
}
