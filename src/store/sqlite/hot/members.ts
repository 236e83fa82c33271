import type { Membership } from '../../../domain/people.ts';
import type { Db } from '../open.ts';
import { prepareWithdrawOptedOut } from './withdraw-opted-out.ts';

/** Who is on a list, with what is on its way to them. */
export const prepareMembers = (db: Db) => {
  const { withdraw } = prepareWithdrawOptedOut(db);
  // From a query, so that nobody becomes a member of a list that another deletes at this moment.
  const put = db.prepare(`
    INSERT INTO list_members (list_id, number, consent, consent_source, consent_at)
    SELECT l.id, c.number, @consent, @consentSource, @consentAt
    FROM lists l JOIN contacts c ON c.number = @number WHERE l.id = @listId
    ON CONFLICT (list_id, number) DO UPDATE
    SET consent = excluded.consent, consent_source = excluded.consent_source, consent_at = excluded.consent_at`);
  return {
    /** Who does not agree is not sent what is queued for them either. */
    putMember: (membership: Membership, nowMs: number): 'put' | 'unknown' => {
      if (put.run(membership).changes === 0) return 'unknown';
      if (membership.consent !== 'given') withdraw(membership.number, nowMs);
      return 'put';
    },
  };
};
