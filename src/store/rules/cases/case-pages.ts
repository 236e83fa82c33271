import { CASE_CODE_VALID_MS, WORKING_CODES } from '../../../domain/inbound/case-codes.ts';
import {
  type CodedMessage,
  type DutyPages,
  MOST_RETRY_MS,
  RETRY_MS,
} from '../../../domain/inbound/duty-pages.ts';
import type { NewMessage } from '../../../domain/messages/message.ts';
import { GATEWAY } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareCaseNotes } from './case-notes.ts';

const KEPT_MS = 600_000;
/** For longer than a code works: what a command answers depends on how the code ended. */
const PAGES_KEPT_MS = 2 * CASE_CODE_VALID_MS;
/** The row of `duty_pages` and the case of `case_pages` for a message about several cases. */
const TOGETHER = 0;

/** The time until the next try, in SQL: it doubles with each try that reached nobody. */
export const RETRY = `min(${MOST_RETRY_MS}, ${RETRY_MS} << CAST(min(unpaged, 10) AS INTEGER))`;

/** Stores the messages to the duty list in one commit with the mark of which cases they tell. */
export const prepareCasePages = (db: Db, enqueue: Enqueue) => {
  const told = `
    pages = pages + 1, paged_at = :now,
    page_at = CASE WHEN state = 'open' AND pages + 1 < :most THEN :now + :again END`;
  const untold = `
    unpaged = unpaged + 1, page_at = :now + ${RETRY},
    unpaged_since = CASE WHEN state = 'open' THEN coalesce(unpaged_since, :now) END`;
  const one = "WHERE id = :id AND version = :version AND page_at <= :now AND state <> 'closed'";
  const all = "WHERE page_at IS NOT NULL AND page_at <= :now AND state <> 'closed'";
  const tellOne = db.prepare(`UPDATE cases SET ${told} ${one} RETURNING id, pages`);
  const tellAll = db.prepare(`UPDATE cases SET ${told} ${all} RETURNING id, pages`);
  const missOne = db.prepare(`UPDATE cases SET ${untold} ${one} RETURNING id, unpaged AS times`);
  const missAll = db.prepare(`UPDATE cases SET ${untold} ${all} RETURNING id, unpaged AS times`);
  const add = db.prepare('INSERT INTO duty_pages (at, case_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const forget = db.prepare('DELETE FROM duty_pages WHERE at <= ?');
  const forgetPages = db.prepare('DELETE FROM case_pages WHERE at <= ?');
  const keep = db.prepare(`
    INSERT INTO case_pages (case_id, phone, at, until, message_id, code_salt, code_hash)
    VALUES (:id, :phone, :now, :until, :message, :salt, :hash)`);
  const endOlder = db.prepare(`
    UPDATE case_pages SET ended_at = :now, ended_as = 'newer'
    WHERE case_id = :id AND phone = :phone AND ended_at IS NULL AND id NOT IN (
      SELECT id FROM case_pages WHERE case_id = :id AND phone = :phone ORDER BY id DESC LIMIT ${WORKING_CODES})`);
  const notes = prepareCaseNotes(db);

  const keepPage = (
    id: number,
    { id: message, to: phone }: NewMessage,
    code: CodedMessage['code'] | undefined,
    now: number,
  ): void => {
    const until = now + CASE_CODE_VALID_MS;
    keep.run({ id, phone, now, until, message, salt: code?.salt ?? null, hash: code?.hash ?? null });
    if (id !== TOGETHER) endOlder.run({ id, phone, now });
  };

  return {
    storePages: ({ apart, together, nowMs, pageAgainMs, most }: DutyPages): readonly NewMessage[] => {
      forget.run(nowMs - KEPT_MS);
      forgetPages.run(nowMs - PAGES_KEPT_MS);
      const when = { now: nowMs };
      const values = { ...when, again: pageAgainMs, most };
      const line = { alert: null, at: nowMs, actor: GATEWAY } as const;
      const log = (row: unknown, phones: number): void => {
        const { id, pages } = row as { id: number; pages: number };
        notes.logFew({ ...line, id, action: 'page', detail: { phones, times: pages } });
      };
      const logMiss = (row: unknown): void => {
        const { id, times } = row as { id: number; times: number };
        if (times === 1) notes.logFew({ ...line, id, action: 'unpaged', detail: {} });
      };
      const stored: NewMessage[] = [];
      for (const { id, version, messages } of apart) {
        if (messages.length === 0) {
          const row = missOne.get({ ...when, id, version });
          if (row !== undefined) logMiss(row);
          continue;
        }
        const row = tellOne.get({ ...values, id, version });
        // The case was taken, closed or changed since it was read.
        if (row === undefined) continue;
        add.run(nowMs, id);
        log(row, messages.length);
        for (const { message, code } of messages) keepPage(id, message, code, nowMs);
        stored.push(...messages.map(({ message }) => message));
      }
      if (together?.length === 0) for (const row of missAll.all(when)) logMiss(row);
      else if (together !== undefined) {
        const rows = tellAll.all(values);
        for (const row of rows) log(row, together.length);
        if (rows.length > 0) {
          add.run(nowMs, TOGETHER);
          for (const message of together) keepPage(TOGETHER, message, undefined, nowMs);
          stored.push(...together);
        }
      }
      enqueue(stored);
      return stored;
    },
  };
};
