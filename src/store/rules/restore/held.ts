import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import { prepareRestored } from './restored.ts';

/** Holds the unsent messages of a restored database, with a note of it in the audit log. */
export const holdUnsent = (db: Db, note: AuditNote) => {
  const holding = prepareRestored(db).hold(note.at);
  // A backup of a running gateway has no end of its run: its restart was no crash.
  db.prepare('DELETE FROM last_run').run();
  prepareAudit(db)({ ...note, detail: { ...note.detail, ...holding } });
  return holding;
};

/** Queues the messages again that `holdUnsent` has held, marked as possible duplicates. Returns how many. */
export const releaseHeld = (db: Db, note: AuditNote): number => {
  const messages = prepareRestored(db).release(note.at);
  prepareAudit(db)({ ...note, detail: { ...note.detail, messages } });
  return messages;
};
