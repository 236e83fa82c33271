import type { Rest } from '../../../../domain/messages/queue.ts';

/**
 * SQL: 1 if something of a queued message may have reached its phone, by an attempt that nobody answered for, or in
 * parts. Of such a message "cancelled" or "expired" would say that nothing went out.
 */
export const MAY_BE_THERE = '(possible_duplicate = 1 OR rest IS NOT NULL)';

/** The `rest` of a message that is sent again whole: no route goes on with the earlier attempt, which may have arrived. */
export const IN_DOUBT = JSON.stringify({ parts: [], since: 0 } satisfies Pick<Rest, 'parts' | 'since'>);

/** Why a message ends as uncertain of which an earlier attempt may have arrived. */
export const EARLIER_UNKNOWN = 'an earlier attempt may have arrived, whole or in part';

/** Why a queued message that may be there ends as uncertain, in words. @param rest its column */
export const unknownPart = (rest: string | null): string => {
  const { parts } = rest === null ? { parts: [] } : (JSON.parse(rest) as Pick<Rest, 'parts'>);
  if (parts.length === 0) return EARLIER_UNKNOWN;
  const are = parts.length === 1 ? 'part' : 'parts';
  return `its route has not taken ${are} ${parts.join(', ')}, and was given the others`;
};
