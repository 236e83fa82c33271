import {
  type ApprovalWait,
  type Delegated,
  MOST_WRONG_OF_PHONE,
  MOST_WRONG_OF_WAIT,
  type NewPage,
  type PageAnswer,
  type WaitSubject,
  type WrongCode,
} from '../../../domain/alerts/approval.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { steady } from '../steady.ts';
import { type LogLine, prepareAlertLog } from './alert-log.ts';

type Told = Pick<LogLine, 'detail'> & { readonly by: LogLine['actor'] };

/** Ends a page that has not ended; false: it has. A step of the alert does it in its own commit. */
export const prepareEndPage = (db: Db) => {
  const end = db.prepare(
    'UPDATE approval_pages SET ended_at = ?, ended_as = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL',
  );
  return ({ page, end: as, reference }: PageAnswer, at: number): boolean =>
    end.run(at, as, reference, page).changes > 0;
};

/**
 * The steps of the approval clock. Each is one commit with the messages that belong to it: a gateway that was killed
 * pages nobody twice for one step, and leaves no step out.
 */
export const prepareApprovalPages = (db: Db, enqueue: Enqueue) => {
  const log = prepareAlertLog(db);
  const audit = prepareAudit(db);
  const endPage = prepareEndPage(db);
  // Whether the alert still waits for what the page asks for.
  const isWaiting = db.prepare<[number], unknown>(
    steady(`
    SELECT 1 FROM approval_waits w JOIN alerts a ON a.id = w.alert_id
    WHERE w.id = ? AND w.settled_at IS NULL AND CASE w.subject
      WHEN '${'alert' satisfies WaitSubject}' THEN a.state = 'pendingApproval' AND a.submitted_at = w.since
      ELSE CAST(a.proposed_update ->> 'at' AS BIGINT) = w.since
        AND coalesce(a.proposed_update ->> 'what', 'update') = w.subject END`),
  );
  const isOpen = db.prepare<[number], unknown>(
    'SELECT 1 FROM approval_pages WHERE id = ? AND ended_at IS NULL',
  );
  const addPage = db.prepare(`
    INSERT INTO approval_pages (wait_id, alert_id, step, user_id, user_name, phone, hash, at, until, code_salt,
                                code_hash, message_id)
    VALUES (:wait, :alert, :step, :user, :name, :phone, :hash, :at, :until, :salt, :code, :message)
    ON CONFLICT DO NOTHING`);
  const countOfPhone = db.prepare(`
    UPDATE approval_pages SET wrong = wrong + 1
    WHERE phone = ? AND ended_at IS NULL AND code_hash IS NOT NULL AND until > ?`);
  const countOfWaits = db.prepare(`
    UPDATE approval_waits SET wrong = wrong + 1 WHERE settled_at IS NULL AND id IN (
      SELECT wait_id FROM approval_pages
      WHERE phone = ? AND ended_at IS NULL AND code_hash IS NOT NULL AND until > ?)`);
  const lockPages = db.prepare(`
    UPDATE approval_pages SET ended_at = ?, ended_as = 'locked' WHERE phone = ? AND ended_at IS NULL AND wrong >= ?`);
  // Codes of a wait that has had too many wrong ones, of whatever phone, don't work any more.
  const lockWaits = db.prepare(`
    UPDATE approval_pages SET ended_at = ?, ended_as = 'locked' WHERE ended_at IS NULL AND code_hash IS NOT NULL
      AND wait_id IN (SELECT id FROM approval_waits WHERE settled_at IS NULL AND wrong >= ?)`);
  const setOverdue = db.prepare(
    'UPDATE approval_waits SET overdue_at = ? WHERE id = ? AND overdue_at IS NULL AND settled_at IS NULL',
  );
  const setSettled = db.prepare(
    'UPDATE approval_waits SET settled_at = ? WHERE id = ? AND settled_at IS NULL',
  );
  const voidPages = db.prepare(
    "UPDATE approval_pages SET ended_at = ?, ended_as = 'void' WHERE wait_id = ? AND ended_at IS NULL",
  );
  const holdLaunch = db.prepare(
    'UPDATE alerts SET launch_on_approval = 0, version = version + 1 WHERE id = ? AND version = ?',
  );

  const add = ({ code, ...page }: NewPage, message: NewMessage): boolean => {
    if (isWaiting.get(page.wait) === undefined) return false;
    const hashed = { salt: code?.salt ?? null, code: code?.hash ?? null };
    if (addPage.run({ ...page, ...hashed }).changes === 0) return false;
    enqueue([message]);
    return true;
  };

  return {
    pageApprover: (page: NewPage, message: NewMessage, { by, detail }: Told): boolean => {
      if (!add(page, message)) return false;
      log(page.alert, { at: page.at, actor: by, action: 'page', detail });
      return true;
    },
    endPage: (answer: PageAnswer, alert: number, at: number): boolean => {
      if (!endPage(answer, at)) return false;
      log(alert, { at, actor: answer.by, action: 'pageAnswered', detail: answer.detail });
      return true;
    },
    delegatePage: (answer: PageAnswer, page: NewPage, message: NewMessage): Delegated => {
      if (isWaiting.get(page.wait) === undefined || isOpen.get(answer.page) === undefined) return 'gone';
      if (!add(page, message)) return 'taken';
      endPage(answer, page.at);
      log(page.alert, { at: page.at, actor: answer.by, action: 'delegate', detail: answer.detail });
      return 'done';
    },
    countWrongCode: ({ phone, at, note }: WrongCode): boolean => {
      countOfWaits.run(phone, at);
      countOfPhone.run(phone, at);
      const locked =
        lockPages.run(at, phone, MOST_WRONG_OF_PHONE).changes + lockWaits.run(at, MOST_WRONG_OF_WAIT).changes;
      audit({ ...note, detail: { ...note.detail, locked: locked > 0 } });
      return locked > 0;
    },
    markOverdue: (
      { id, alert }: Pick<ApprovalWait, 'id' | 'alert'>,
      at: number,
      { by, detail }: Told,
      messages: readonly NewMessage[],
    ): boolean => {
      if (setOverdue.run(at, id).changes === 0) return false;
      log(alert, { at, actor: by, action: 'approvalOverdue', detail });
      enqueue(messages);
      return true;
    },
    settleWait: (wait: number, at: number, messages: readonly NewMessage[]): boolean => {
      if (setSettled.run(at, wait).changes === 0) return false;
      voidPages.run(at, wait);
      enqueue(messages);
      return true;
    },
    holdBack: (alert: number, version: number, at: number, { by, detail }: Told): boolean => {
      if (holdLaunch.run(alert, version).changes === 0) return false;
      log(alert, { at, actor: by, action: 'held', detail });
      return true;
    },
  };
};
