import {
  ASKED_PAGE_EVERY_MS,
  CASE_CODE_VALID_MS,
  MOST_ASKED_PAGES,
} from '../../../domain/inbound/case-codes.ts';
import type { AskedPage, AskedPageStored } from '../../../domain/inbound/duty-pages.ts';
import { GATEWAY } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareCaseNotes } from './case-notes.ts';

/**
 * Pages that phones on duty ask for. They are no pages to the duty list: nothing is told less often for them, and what
 * becomes of them takes no page back.
 */
export const prepareAskedPages = (db: Db, enqueue: Enqueue) => {
  const known = db.prepare<[string], unknown>('SELECT 1 FROM case_pages WHERE asked_by = ?');
  const timesOf = db
    .prepare<[number], number>("SELECT pages FROM cases WHERE id = ? AND state <> 'closed'")
    .pluck();
  const ofCase = db.prepare<[string, number, number], unknown>(
    'SELECT 1 FROM case_pages WHERE asked_by IS NOT NULL AND phone = ? AND at > ? AND case_id = ?',
  );
  const ofPhone = db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM case_pages WHERE asked_by IS NOT NULL AND phone = ? AND at > ?',
    )
    .pluck();
  const keep = db.prepare(`
    INSERT INTO case_pages (case_id, phone, at, until, message_id, code_salt, code_hash, settled, asked_by)
    VALUES (:id, :phone, :now, :until, :message, :salt, :hash, 1, :reference)`);
  const notes = prepareCaseNotes(db);

  return {
    storeAskedPage: ({ id, page, reference, nowMs: now }: AskedPage): AskedPageStored => {
      const { message, code } = page;
      const { to: phone } = message;
      if (known.get(reference) !== undefined) return 'again';
      const times = timesOf.get(id);
      if (times === undefined) return 'closed';
      const since = now - ASKED_PAGE_EVERY_MS;
      if (ofCase.get(phone, since, id) !== undefined) return 'tooSoon';
      if ((ofPhone.get(phone, since) ?? 0) >= MOST_ASKED_PAGES) return 'tooSoon';
      const until = now + CASE_CODE_VALID_MS;
      keep.run({ id, phone, now, until, message: message.id, ...code, reference });
      const detail = { phones: 1, times, asked: true };
      notes.logFew({ id, alert: null, at: now, actor: GATEWAY, action: 'page', detail });
      enqueue([message]);
      return 'stored';
    },
  };
};
