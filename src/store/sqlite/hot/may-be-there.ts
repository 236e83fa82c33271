import type { Rest } from '../../../domain/queue.ts';

/**
 * SQL: 1 if something of a queued message may have reached its phone, by an attempt that nobody answered for, or in
 * parts. Of such a message "cancelled" or "expired" would say that nothing went out.
 */
export const MAY_BE_THERE = '(possible_duplicate = 1 OR rest IS NOT NULL)';

const EARLIER_UNKNOWN = 'what became of the earlier attempt is not known';

/** Why a queued message that may be there ends as uncertain, in words. @param rest its column */
export const unknownPart = (rest: string | null): string => {
  if (rest === null) return EARLIER_UNKNOWN;
  const { parts } = JSON.parse(rest) as Pick<Rest, 'parts'>;
  const are = parts.length === 1 ? 'part' : 'parts';
  return `its route has not taken ${are} ${parts.join(', ')}, and was given the others`;
};
