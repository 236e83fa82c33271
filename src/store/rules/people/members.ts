import type { MemberRepository, Membership } from '../../../domain/people/membership.ts';
import type { Db } from '../../db.ts';
import { toMembership } from '../../rows/member-row.ts';
import { steady } from '../steady.ts';
import { prepareWithdrawOptedOut } from './withdraw-opted-out.ts';

/** Stores memberships of lists, and withdraws queued messages to people whose changed consent no longer allows them. */
export const prepareMembers = (db: Db) => {
  const { withdraw } = prepareWithdrawOptedOut(db);
  const find = db.prepare<[Membership], Parameters<typeof toMembership>[0]>(
    'SELECT * FROM list_members WHERE list_id = @listId AND number = @number',
  );
  // Inserts from a query, so that nobody becomes a member of a list that was just deleted.
  const put = db.prepare(
    steady(`
    INSERT INTO list_members (list_id, number, consent, consent_source, consent_at)
    SELECT l.id, c.number, @consent, @consentSource, @consentAt
    FROM lists l JOIN contacts c ON c.number = @number WHERE l.id = @listId
    ON CONFLICT (list_id, number) DO UPDATE
    SET consent = excluded.consent, consent_source = excluded.consent_source, consent_at = excluded.consent_at`),
  );
  return {
    /**
     * Stores a membership. If its consent is not `given`, also withdraws the queued messages that need that consent.
     */
    putMember: (membership: Membership, nowMs: number): Awaited<ReturnType<MemberRepository['put']>> => {
      const row = find.get(membership);
      if (put.run(membership).changes === 0) return { kind: 'unknown' };
      if (membership.consent !== 'given') withdraw(membership.number, nowMs);
      return { kind: 'put', before: row && toMembership(row) };
    },
  };
};
