import { reactToCry } from '../../../domain/inbound/cry-step.ts';
import { boundEvidence } from '../../../domain/messages/evidence.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { phoneActor, prepareCaseNotes } from './case-notes.ts';

export interface Cry {
  readonly number: string;
  readonly alert: number | undefined;
  readonly text: string;
  readonly inboxId: number;
  readonly at: number;
}

interface Earlier {
  readonly id: number;
  readonly state: string;
  readonly alert_id: number | null;
  readonly cries: number;
  readonly safe_at: number | null;
  readonly paged_at: number | null;
  readonly closed_at: number | null;
}

/** What phones do to cases: each runs in the commit in which the phone's message is handled. */
export const prepareCries = (db: Db) => {
  const newest = db.prepare<[string], Earlier>(
    steady(`
      SELECT id, state, alert_id, cries, safe_at, paged_at, closed_at FROM cases
      WHERE number = ? AND number IS NOT NULL ORDER BY state = 'closed', id DESC LIMIT 1`),
  );
  const insert = db
    .prepare<[object], number>(`
    INSERT INTO cases (state, number, alert_id, inbox_id, text, opened_at, waiting_since, cried_at, page_at)
    VALUES ('open', :number, :alert, :inboxId, :text, :now, :now, :at, :now) RETURNING id`)
    .pluck();
  const add = db.prepare(`
    UPDATE cases SET version = version + 1, cries = cries + 1, cried_at = :at, inbox_id = :inboxId, text = :text,
      safe_at = NULL, alert_id = coalesce(:alert, alert_id)
    WHERE id = :id`);
  const page = db.prepare('UPDATE cases SET pages = 0, page_at = ? WHERE id = ?');
  const reopen = db.prepare(`
    UPDATE cases SET state = 'open', holder_id = NULL, holder_name = NULL, taken_at = NULL, outcome = NULL,
      outcome_text = NULL, closed_at = NULL, waiting_since = ? WHERE id = ?`);
  const saySafe = db.prepare<[number, string], { id: number; alert_id: number | null }>(`
    UPDATE cases SET version = version + 1, safe_at = ?
    WHERE number = ? AND number IS NOT NULL AND state <> 'closed' AND safe_at IS NULL RETURNING id, alert_id`);
  const notes = prepareCaseNotes(db);

  return {
    cry: ({ number, alert, text, inboxId, at }: Cry, now: number, pageAgainMs: number): void => {
      const row = newest.get(number);
      const earlier = row && {
        state: row.state,
        alert: row.alert_id ?? undefined,
        cries: row.cries,
        safeAt: row.safe_at ?? undefined,
        pagedAt: row.paged_at ?? undefined,
        closedAt: row.closed_at ?? undefined,
      };
      const reaction = reactToCry(earlier, alert, now, pageAgainMs);
      const values = { alert: alert ?? null, inboxId, text: boundEvidence(text), at };
      let id = row?.id ?? 0;
      if (row === undefined || reaction === 'open') id = Number(insert.get({ ...values, number, now }));
      else {
        add.run({ ...values, id });
        if (reaction === 'reopen') reopen.run(now, id);
        if (reaction !== 'add') page.run(now, id);
      }
      const action = reaction === 'open' || reaction === 'reopen' ? reaction : 'cry';
      const actor = phoneActor(number);
      const note = {
        id,
        // A new case is not about the alert of an earlier one.
        alert: alert ?? (reaction === 'open' ? null : (row?.alert_id ?? null)),
        at: now,
        actor,
        action,
        detail: { inboxId },
      } as const;
      // The case counts all cries, and the inbox has their texts.
      notes.logFew(note);
      notes.tell({ ...note, detail: { number, text, inboxId } });
    },
    /** The person says that they are safe: the case shows it, and stays as it is. */
    saysSafe: (number: string, inboxId: number, now: number): void => {
      const found = saySafe.get(now, number);
      if (found === undefined) return;
      const { id, alert_id: alert } = found;
      const note = {
        id,
        alert,
        at: now,
        actor: phoneActor(number),
        action: 'saysSafe',
        detail: { inboxId },
      } as const;
      notes.logFew(note);
      notes.tell({ ...note, detail: { number, inboxId } });
    },
  };
};
