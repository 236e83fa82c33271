import {
  MOST_WRONG_OF_CODE,
  MOST_WRONG_OF_PHONE,
  type StepByCode,
  WRONG_SPAN_MS,
  type WrongCaseCode,
} from '../../../domain/inbound/case-codes.ts';
import type { CaseStepAsked, CaseVerdict } from '../../../domain/inbound/help-case.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import { phoneActor } from './case-notes.ts';

const KEPT_MS = 2 * WRONG_SPAN_MS;

/** Steps that phones ask for with a code, and the wrong codes. Each is one commit. */
export const prepareCaseCodes = (db: Db, stepCase: (asked: CaseStepAsked) => CaseVerdict) => {
  const use = db.prepare(`
    UPDATE case_pages SET used_by = :reference
    WHERE id = :code AND case_id = :id AND code_hash IS NOT NULL AND ended_at IS NULL AND until > :nowMs`);
  const unuse = db.prepare('UPDATE case_pages SET used_by = NULL WHERE id = ? AND used_by = ?');
  const forget = db.prepare('DELETE FROM case_wrong_codes WHERE at <= ?');
  const keep = db.prepare(`
    INSERT INTO case_wrong_codes (reference, case_id, phone, at) VALUES (:reference, :case, :phone, :at)
    ON CONFLICT DO NOTHING`);
  const open =
    'case_id = :case AND phone = :phone AND ended_at IS NULL AND code_hash IS NOT NULL AND until > :at';
  const count = db.prepare(`UPDATE case_pages SET wrong = wrong + 1 WHERE ${open}`);
  const lock = db.prepare(
    `UPDATE case_pages SET ended_at = :at, ended_as = 'locked' WHERE ${open} AND wrong >= ${MOST_WRONG_OF_CODE}`,
  );
  const left = db
    .prepare<[{ case: number; phone: string; at: number }], number>(
      `SELECT count(*) FROM case_pages WHERE ${open}`,
    )
    .pluck();
  const wrongSince = db
    .prepare<[string, number], number>('SELECT count(*) FROM case_wrong_codes WHERE phone = ? AND at > ?')
    .pluck();
  const audit = prepareAudit(db);

  return {
    stepByCode: ({ code, reference, ...asked }: StepByCode): CaseVerdict | { readonly kind: 'codeEnded' } => {
      const { id, nowMs } = asked;
      if (use.run({ code, reference, id, nowMs }).changes === 0) return { kind: 'codeEnded' };
      const verdict = stepCase(asked);
      if (verdict.kind !== 'done') unuse.run(code, reference);
      return verdict;
    },
    countWrongCaseCode: ({ reference, ...wrong }: WrongCaseCode): 'counted' | 'locked' | 'barred' => {
      const { case: id, phone, at } = wrong;
      forget.run(at - KEPT_MS);
      if (keep.run({ ...wrong, reference }).changes === 0) return 'counted';
      count.run(wrong);
      lock.run(wrong);
      const locked = left.get(wrong) === 0;
      const barred = (wrongSince.get(phone, at - WRONG_SPAN_MS) ?? 0) >= MOST_WRONG_OF_PHONE;
      audit({
        at,
        actor: phoneActor(phone),
        action: 'case.wrongCode',
        subject: `case:${id}`,
        detail: { locked, barred },
      });
      return barred ? 'barred' : locked ? 'locked' : 'counted';
    },
  };
};
