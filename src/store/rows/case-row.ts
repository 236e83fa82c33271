import { caseOutcomes, caseStates, type HelpCase } from '../../domain/inbound/help-case.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

/** A row of `cases`, with the name of its contact. */
export interface CaseRow {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly number: string | null;
  readonly name: string | null;
  readonly alert_id: number | null;
  readonly inbox_id: number;
  readonly text: string;
  readonly cries: number;
  readonly opened_at: number;
  readonly waiting_since: number;
  readonly cried_at: number;
  readonly safe_at: number | null;
  readonly holder_id: string | null;
  readonly holder_name: string | null;
  readonly taken_at: number | null;
  readonly outcome: string | null;
  readonly outcome_text: string | null;
  readonly closed_at: number | null;
  readonly pages: number;
  readonly paged_at: number | null;
  readonly unpaged_since: number | null;
}

export const toCase = (row: CaseRow): HelpCase => ({
  id: row.id,
  version: row.version,
  state: caseStates.find((one) => one === row.state) ?? 'open',
  number: row.number === null ? undefined : (row.number as Msisdn),
  name: row.name ?? undefined,
  alert: row.alert_id ?? undefined,
  text: row.text,
  inboxId: row.inbox_id,
  cries: row.cries,
  openedAt: row.opened_at,
  waitingSince: row.waiting_since,
  criedAt: row.cried_at,
  safeAt: row.safe_at ?? undefined,
  holder: row.holder_name === null ? undefined : { id: row.holder_id ?? undefined, name: row.holder_name },
  takenAt: row.taken_at ?? undefined,
  outcome: caseOutcomes.find((one) => one === row.outcome),
  outcomeText: row.outcome_text ?? undefined,
  closedAt: row.closed_at ?? undefined,
  pages: row.pages,
  pagedAt: row.paged_at ?? undefined,
  unpagedSince: row.unpaged_since ?? undefined,
});
