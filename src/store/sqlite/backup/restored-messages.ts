import type { AuditNote } from '../../../domain/operation/audit.ts';
import { TocsinError } from '../../../kernel/errors.ts';
import { prepareAudit } from '../../rules/operation/audit.ts';
import { prepareRestored } from '../../rules/queue/restored.ts';
import { openForWriting } from '../open.ts';

/**
 * Migrates the database, and does the work in one commit. No gateway may run on the file: its send loop keeps counts of
 * the queue in memory.
 * @throws TocsinError `storeUnavailable`
 */
export const inOneCommit = <T>(path: string, work: (db: ReturnType<typeof openForWriting>) => T): T => {
  let db: ReturnType<typeof openForWriting> | undefined;
  try {
    db = openForWriting(path);
    const opened = db;
    return opened.transaction(() => work(opened)).immediate();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TocsinError('storeUnavailable', `cannot use the store ${path}: ${why}`, { cause });
  } finally {
    db?.close();
  }
};

/**
 * Migrates a restored database, and holds its unsent messages, with a note of it in the audit log.
 * @throws TocsinError `storeUnavailable`
 */
export const holdUnsent = (path: string, note: AuditNote) =>
  inOneCommit(path, (db) => {
    const holding = prepareRestored(db).hold(note.at);
    // A backup of a running gateway has no end of its run: its restart was no crash.
    db.prepare('DELETE FROM last_run').run();
    prepareAudit(db)({ ...note, detail: { ...note.detail, ...holding } });
    return holding;
  });

/**
 * Queues the messages again that `holdUnsent` has held, marked as possible duplicates. Returns how many.
 * @throws TocsinError `storeUnavailable`
 */
export const releaseHeld = (path: string, note: AuditNote): number =>
  inOneCommit(path, (db) => {
    const messages = prepareRestored(db).release(note.at);
    prepareAudit(db)({ ...note, detail: { ...note.detail, messages } });
    return messages;
  });
