import {
  MOST_PASSKEYS,
  type NewPasskey,
  type PasskeyAdded,
  type PasskeyClone,
} from '../../../domain/access/passkey.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';

/** Passkeys: each change in one commit with its entry of the audit log and the messages to the user. */
export const preparePasskeys = (db: Db, enqueue: Enqueue) => {
  const audit = prepareAudit(db);
  const maySession = db.prepare<[Uint8Array, number], unknown>(`
    SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN user_passwords p ON p.user_id = u.id
    WHERE s.id_hash = ? AND s.user_id = ? AND coalesce(p.must_change, 0) = 0 AND u.disabled_at IS NULL`);
  const count = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM passkeys WHERE user_id = ?');
  const known = db.prepare<[Uint8Array], unknown>('SELECT 1 FROM passkeys WHERE credential_id = ?');
  const insert = db
    .prepare<[object], number>(`
    INSERT INTO passkeys (user_id, name, credential_id, handle, public_key, counter, transports, created_at)
    VALUES (:userId, :name, :credentialId, :handle, :publicKey, :counter, :transports, :createdAt) RETURNING id`)
    .pluck();
  const rename = db.prepare('UPDATE passkeys SET name = :name WHERE id = :id AND user_id = :userId');
  const remove = db.prepare('DELETE FROM passkeys WHERE id = ? AND user_id = ?');
  const noteClone = db.prepare(`
    UPDATE passkeys SET cloned_at = :at WHERE id = :id AND (cloned_at IS NULL OR cloned_at < :toldBefore)`);

  return {
    addPasskey: ({ passkey, session, note, messages }: NewPasskey): PasskeyAdded => {
      if (maySession.get(session, passkey.userId) === undefined) return { kind: 'ended' };
      if ((count.get(passkey.userId)?.n ?? 0) >= MOST_PASSKEYS) return { kind: 'tooMany' };
      if (known.get(passkey.credentialId) !== undefined) return { kind: 'known' };
      const id = Number(insert.get({ ...passkey, transports: JSON.stringify(passkey.transports) }));
      audit({ ...note, detail: { ...note.detail, passkey: id } });
      enqueue(messages);
      return { kind: 'done', id };
    },
    renamePasskey: (userId: number, id: number, name: string, note: AuditNote): boolean => {
      if (rename.run({ userId, id, name }).changes === 0) return false;
      audit(note);
      return true;
    },
    removePasskey: (userId: number, id: number, note: AuditNote): boolean => {
      if (remove.run(id, userId).changes === 0) return false;
      audit(note);
      return true;
    },
    notePasskeyClone: ({ id, toldBefore, note, messages }: PasskeyClone): boolean => {
      if (noteClone.run({ id, toldBefore, at: note.at }).changes === 0) return false;
      audit(note);
      enqueue(messages);
      return true;
    },
  };
};
