import type { Rest } from '../../../domain/messages/queue.ts';

/**
 * SQL: 1 if an earlier attempt at a queued message, or a part of it, may have reached the phone. Such a message must
 * not end as "cancelled" or "expired", which say that nothing went out.
 */
export const MAY_BE_THERE = '(possible_duplicate = 1 OR rest IS NOT NULL)';

/**
 * The `rest` of a message that is sent again whole, and whose earlier attempt may have arrived. It names no parts, so
 * no route goes on with that attempt.
 */
export const IN_DOUBT = JSON.stringify({ parts: [], since: 0 } satisfies Pick<Rest, 'parts' | 'since'>);

/** The reason of a message that ends as `uncertain` because an earlier attempt may have arrived. */
export const EARLIER_UNKNOWN = 'an earlier attempt may have arrived, whole or in part';

/** The note about a receipt that only its recipient links to a message. It is stored, so it is never changed. */
export const BY_RECIPIENT =
  'no answer came; the receipt is for the only unanswered message to this recipient';
