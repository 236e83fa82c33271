import type { Rest } from '../../../../domain/messages/queue.ts';

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

/**
 * The reason of a queued message that ends as `uncertain`.
 * @param rest the column `rest` of the message
 */
export const unknownPart = (rest: string | null): string => {
  const { parts } = rest === null ? { parts: [] } : (JSON.parse(rest) as Pick<Rest, 'parts'>);
  if (parts.length === 0) return EARLIER_UNKNOWN;
  const are = parts.length === 1 ? 'part' : 'parts';
  return `its route has not taken ${are} ${parts.join(', ')}, and was given the others`;
};
