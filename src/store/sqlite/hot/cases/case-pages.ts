import type { DutyPages } from '../../../../domain/inbound/duty-pages.ts';
import type { NewMessage } from '../../../../domain/messages/message.ts';
import type { Db } from '../../open.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { GATEWAY, prepareCaseNotes } from './case-notes.ts';

const KEPT_MS = 600_000;
/** The row of `duty_pages` for a message about several cases. */
const TOGETHER = 0;

/** Stores the messages to the duty list in one commit with the mark of which cases they tell. */
export const prepareCasePages = (db: Db, enqueue: Enqueue) => {
  const told = `
    pages = pages + 1, paged_at = :now,
    page_at = CASE WHEN state = 'open' AND pages + 1 < :most THEN :now + :again END`;
  const tellOne = db.prepare(`
    UPDATE cases SET ${told} WHERE id = :id AND version = :version AND page_at <= :now AND state <> 'closed'
    RETURNING id, pages`);
  const tellAll = db.prepare(
    `UPDATE cases SET ${told} WHERE page_at IS NOT NULL AND page_at <= :now AND state <> 'closed' RETURNING id, pages`,
  );
  const add = db.prepare('INSERT OR IGNORE INTO duty_pages (at, case_id) VALUES (?, ?)');
  const forget = db.prepare('DELETE FROM duty_pages WHERE at <= ?');
  const notes = prepareCaseNotes(db);

  return {
    storePages: ({ apart, together, nowMs, pageAgainMs, most }: DutyPages): readonly NewMessage[] => {
      forget.run(nowMs - KEPT_MS);
      const values = { now: nowMs, again: pageAgainMs, most };
      const log = (row: unknown, phones: number): void => {
        const { id, pages } = row as { id: number; pages: number };
        const detail = { phones, times: pages };
        notes.log({ id, alert: null, at: nowMs, actor: GATEWAY, action: 'page', detail });
      };
      const stored: NewMessage[] = [];
      for (const { id, version, messages } of apart) {
        const row = tellOne.get({ ...values, id, version });
        // The case was taken, closed or changed since it was read.
        if (row === undefined) continue;
        add.run(nowMs, id);
        log(row, messages.length);
        stored.push(...messages);
      }
      if (together !== undefined) {
        const rows = tellAll.all(values);
        for (const row of rows) log(row, together.length);
        if (rows.length > 0) {
          add.run(nowMs, TOGETHER);
          stored.push(...together);
        }
      }
      enqueue(stored);
      return stored;
    },
  };
};
