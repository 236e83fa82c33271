import type { Identity, NewIdentity, NewSignOn } from '../../../domain/access/identity.ts';
import type { SignedIn } from '../../../domain/access/sign-in.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareNewSessions } from './new-sessions.ts';
import { prepareUserGrants } from './user-grants.ts';

interface Linked extends Pick<Identity, 'issuer' | 'claim' | 'value'> {
  readonly subject: string | null;
}

/** Links of users to persons of a provider, and the sessions that begin by them. */
export const prepareIdentities = (db: Db, enqueue: Enqueue) => {
  const audit = prepareAudit(db);
  const grants = prepareUserGrants(db);
  const sessions = prepareNewSessions(db);
  const taken = db.prepare<{ issuer: string; claim: string; value: string; userId: number }, unknown>(`
    SELECT 1 FROM user_identities
    WHERE issuer = :issuer AND claim = :claim AND value = :value AND user_id <> :userId`);
  const dropLink = db.prepare('DELETE FROM user_identities WHERE user_id = ?');
  // Whoever came in by the link may have made them, and would come in by them afterwards.
  const dropPasskeys = db.prepare(`
    DELETE FROM passkeys WHERE user_id = :userId AND created_at >=
      (SELECT first_used_at FROM user_identities WHERE user_id = :userId)`);
  const insert = db.prepare(`
    INSERT INTO user_identities (user_id, issuer, claim, value, linked_at)
    VALUES (:userId, :issuer, :claim, :value, :at)`);
  const endSessions = db.prepare('DELETE FROM sessions WHERE user_id = ?');
  const linked = db.prepare<[number], Linked>(`
    SELECT i.issuer, i.claim, i.value, i.subject FROM user_identities i JOIN users u ON u.id = i.user_id
    WHERE i.user_id = ? AND u.disabled_at IS NULL`);
  const hasFactor = db.prepare<[number], unknown>(
    'SELECT 1 FROM user_factors WHERE user_id = ? AND last_step IS NOT NULL',
  );
  const pin = db.prepare(
    'UPDATE user_identities SET subject = :subject, first_used_at = :at WHERE user_id = :userId AND subject IS NULL',
  );

  /** Ends what a link has let in. False: there is none. */
  const drop = (userId: number): boolean => {
    dropPasskeys.run({ userId });
    if (dropLink.run(userId).changes === 0) return false;
    endSessions.run(userId);
    return true;
  };

  return {
    linkIdentity: ({ write, ...link }: NewIdentity): 'done' | 'taken' => {
      if (taken.get(link) !== undefined) return 'taken';
      drop(link.userId);
      insert.run({ ...link, at: write.note.at });
      grants.giveAccess(link.userId, 'identity', write);
      audit(write.note);
      enqueue(write.messages);
      return 'done';
    },
    unlinkIdentity: (userId: number, note: AuditNote): boolean => {
      if (!drop(userId)) return false;
      audit(note);
      return true;
    },
    beginSignOn: ({ claimed, code, ...begun }: NewSignOn): SignedIn => {
      const { userId, createdAt: at } = begun.session;
      const link = linked.get(userId);
      if (link === undefined || link.issuer !== claimed.issuer) return 'changed';
      const isFirst = link.subject === null;
      const isSame = isFirst
        ? link.claim === claimed.claim && link.value === claimed.value
        : link.subject === claimed.subject;
      if (!isSame || (code === undefined && hasFactor.get(userId) !== undefined)) return 'changed';
      if (!sessions.use(userId, code, at)) return 'codeUsed';
      if (isFirst) pin.run({ subject: claimed.subject, at, userId });
      sessions.begin(begun);
      return 'done';
    },
  };
};
