import type {
  ActCarriedOut,
  ApprovedAct,
  NewPendingAct,
  PendingAct,
  PendingActRepository,
} from '../../../domain/access/pending-act.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import type { prepareUsers } from './users.ts';

type Most = Parameters<PendingActRepository['addPendingAct']>[3];

/** Acts that wait for another admin: each is stored, carried out or dropped in one commit with its entries. */
export const preparePendingActs = (db: Db, enqueue: Enqueue, users: ReturnType<typeof prepareUsers>) => {
  const audit = prepareAudit(db);
  const dropOld = db.prepare('DELETE FROM pending_acts WHERE until <= ?');
  const count = db.prepare<[string], { waiting: number; own: number }>(
    'SELECT count(*) AS waiting, count(*) FILTER (WHERE asked_by = ?) AS own FROM pending_acts',
  );
  const insert = db
    .prepare<[object], number>(`
    INSERT INTO pending_acts (kind, name, roles, language, phone, version, hash, asked_by, asked_name, asked_at, until)
    VALUES (:kind, :name, :roles, :language, :phone, :version, :hash, :by, :byName, :askedAt, :until) RETURNING id`)
    .pluck();
  const find = db.prepare<[number, string, number], Pick<PendingAct, 'kind' | 'name'>>(
    'SELECT kind, name FROM pending_acts WHERE id = ? AND hash = ? AND until > ?',
  );
  const remove = db.prepare('DELETE FROM pending_acts WHERE id = ?');

  const change = (
    { user, definition, write }: ApprovedAct,
    { kind, name }: Pick<PendingAct, 'kind' | 'name'>,
  ) => {
    if (kind === 'create') return users.createUser(name, definition, write);
    if (user === undefined) return 'unknown';
    return kind === 'replace'
      ? users.replaceUser(user.id, definition, user.version, write)
      : users.setUserDisabled(user.id, undefined, user.version, write);
  };

  return {
    addPendingAct: (
      act: NewPendingAct,
      note: AuditNote,
      messages: readonly NewMessage[],
      most: Most,
    ): number | 'tooMany' => {
      dropOld.run(act.askedAt);
      const { askedBy, roles, phone = null, version = null, ...rest } = act;
      const { waiting = 0, own = 0 } = count.get(askedBy.id) ?? {};
      if (waiting >= most.all || own >= most.ofOne) return 'tooMany';
      const by = { by: askedBy.id, byName: askedBy.name };
      const id = insert.get({
        ...rest,
        ...by,
        phone,
        version,
        roles: JSON.stringify(roles),
      });
      audit(note);
      enqueue(messages);
      return Number(id);
    },
    carryOut: (approved: ApprovedAct): ActCarriedOut => {
      const act = find.get(approved.id, approved.hash, approved.note.at);
      if (act === undefined) return 'gone';
      const done = change(approved, act);
      if (done !== 'done') return done;
      remove.run(approved.id);
      audit(approved.note);
      return 'done';
    },
    dropPendingAct: (id: number, note: AuditNote): boolean => {
      if (remove.run(id).changes === 0) return false;
      audit(note);
      return true;
    },
  };
};
