import { decideCaseStep } from '../../../domain/inbound/case-step.ts';
import type {
  CaseFromInbox,
  CaseStep,
  CaseStepAsked,
  CaseVerdict,
  HelpCase,
} from '../../../domain/inbound/help-case.ts';
import { boundEvidence } from '../../../domain/messages/evidence.ts';
import type { AuditActor } from '../../../domain/operation/audit.ts';
import type { Db } from '../../db.ts';
import { type CaseRow, toCase } from '../../rows/case-row.ts';
import { prepareAudit } from '../operation/audit.ts';
import { steady } from '../steady.ts';
import { prepareCaseCodes } from './case-codes.ts';
import { prepareCaseNotes } from './case-notes.ts';

interface InboxRow {
  readonly id: number;
  readonly at: number;
  readonly number: string | null;
  readonly text: string;
  readonly alert: number | null;
}

/** The steps of officers: each is one commit with its line in the history, its audit note and its event. */
export const prepareCaseSteps = (db: Db) => {
  const read = db.prepare<[number], CaseRow>(
    steady('SELECT c.*, p.name FROM cases c LEFT JOIN contacts p ON p.number = c.number WHERE c.id = ?'),
  );
  const activeOf = db
    .prepare<[string], number>(
      "SELECT id FROM cases WHERE number = ? AND number IS NOT NULL AND state <> 'closed'",
    )
    .pluck();
  const write = db.prepare(`
    UPDATE cases SET version = version + 1, state = :state, holder_id = :holderId, holder_name = :holderName,
      taken_at = CASE
        WHEN :state <> 'taken' OR holder_name IS NOT DISTINCT FROM :holderName THEN taken_at ELSE :now END,
      outcome = :outcome, outcome_text = :outcomeText, closed_at = CASE WHEN :state = 'closed' THEN :now END,
      page_at = CASE WHEN :state = 'open' THEN page_at END,
      unpaged = CASE WHEN :state = 'open' THEN unpaged ELSE 0 END,
      unpaged_since = CASE WHEN :state = 'open' THEN unpaged_since END
    WHERE id = :id`);
  const endCodes = db.prepare(
    "UPDATE case_pages SET ended_at = ?, ended_as = 'closed' WHERE case_id = ? AND ended_at IS NULL",
  );
  const note = db.prepare('UPDATE cases SET version = version + 1 WHERE id = ?');
  const wait = db.prepare(
    'UPDATE cases SET waiting_since = :now, taken_at = NULL, pages = 0, page_at = :pageAt WHERE id = :id',
  );
  const answerOf = db.prepare(`
    UPDATE alert_answers SET meaning = :meaning, rank = :rank
    WHERE alert_id = :alert AND number = :number AND standing = 1 AND meaning = 'help'`);
  const answerCalls = db.prepare(
    "UPDATE alert_answers SET meaning = 'help', rank = 0 WHERE inbox_id = ? AND alert_id = ? AND standing = 1",
  );
  const noCall = db.prepare("UPDATE inbox SET handled_as = 'inbox' WHERE id = ? AND handled_as = 'help'");
  const inboxRow = db.prepare<[number], InboxRow>(
    'SELECT id, at, number, text, alert FROM inbox WHERE id = ? AND handled_as IS NOT NULL',
  );
  const insert = db
    .prepare<[object], number>(`
    INSERT INTO cases (state, number, alert_id, inbox_id, text, opened_at, waiting_since, cried_at, page_at)
    VALUES ('open', :number, :alert, :inboxId, :text, :now, :now, :at, :pageAt) RETURNING id`)
    .pluck();
  const notes = prepareCaseNotes(db);
  const audit = prepareAudit(db);

  const tellAll = (
    found: HelpCase,
    actor: AuditActor,
    action: 'open' | CaseStep['kind'],
    detail: Readonly<Record<string, unknown>>,
    at: number,
  ): void => {
    const line = { id: found.id, alert: found.alert ?? null, at, actor, action, detail };
    notes.log(line);
    // Notes and the like may name people: neither the audit log nor the event has them.
    const { text: _, ...told } = detail;
    notes.tell({ ...line, detail: told });
    audit({ at, actor, action: `case.${action}`, subject: `case:${found.id}`, detail: told });
  };

  const now = (id: number): CaseVerdict => {
    const row = read.get(id);
    return row === undefined ? { kind: 'unknown' } : { kind: 'done', case: toCase(row) };
  };

  const stepCase = ({ id, step, actor, version, nowMs, pageAgainMs }: CaseStepAsked): CaseVerdict => {
    const row = read.get(id);
    if (row === undefined) return { kind: 'unknown' };
    const found = toCase(row);
    if (version !== undefined && version !== found.version) return { kind: 'changed' };
    const decision = decideCaseStep(found, step, actor);
    if (decision.kind === 'nothing') return { kind: 'done', case: found };
    if (decision.kind !== 'change') return decision;
    if (step.kind === 'reopen' && found.number !== undefined) {
      const other = activeOf.get(found.number);
      if (other !== undefined) return { kind: 'other', case: other };
    }
    const { state, holder, outcome, outcomeText } = decision.change;
    if (step.kind === 'note') note.run(id);
    else
      write.run({
        id,
        state,
        holderId: holder?.id ?? null,
        holderName: holder?.name ?? null,
        outcome: outcome ?? null,
        outcomeText: outcomeText ?? null,
        now: nowMs,
      });
    if (state === 'closed') endCodes.run(nowMs, id);
    if (step.kind === 'reopen') wait.run({ id, now: nowMs, pageAt: nowMs + pageAgainMs });
    if (step.kind === 'reclassify') {
      const { alert, number, inboxId } = found;
      if (alert !== undefined && number !== undefined)
        answerOf.run({ alert, number, meaning: step.meaning, rank: step.meaning === 'safe' ? 3 : 1 });
      noCall.run(inboxId);
    }
    tellAll(found, actor, step.kind, decision.detail, nowMs);
    return now(id);
  };

  return {
    stepCase,
    ...prepareCaseCodes(db, stepCase),
    openCase: ({ inboxId, take, actor, nowMs, pageAgainMs }: CaseFromInbox): CaseVerdict => {
      const message = inboxRow.get(inboxId);
      if (message === undefined) return { kind: 'unknown' };
      const { number, alert, at, text } = message;
      const other = number === null ? undefined : activeOf.get(number);
      if (other !== undefined) return { kind: 'other', case: other };
      const values = { number, alert, inboxId, text: boundEvidence(text), at };
      const id = Number(insert.get({ ...values, now: nowMs, pageAt: nowMs + pageAgainMs }));
      if (alert !== null) answerCalls.run(inboxId, alert);
      const made = now(id);
      if (made.kind === 'done') tellAll(made.case, actor, 'open', { inboxId }, nowMs);
      if (!take) return made;
      const step = { kind: 'take', from: undefined } as const;
      return stepCase({ id, step, actor, version: undefined, nowMs, pageAgainMs });
    },
  };
};
