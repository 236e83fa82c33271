import { type Selectable, sql } from 'kysely';
import type {
  Alert,
  AlertDraft,
  AlertLogEntry,
  ProposedUpdate,
  Signed,
  Wave,
  WaveKind,
} from '../../../domain/alerts/alert.ts';
import type { AlertAction } from '../../../domain/alerts/alert-log.ts';
import type { AlertState } from '../../../domain/alerts/alert-state.ts';
import type { EscalationProgress } from '../../../domain/alerts/escalation.ts';
import type { WaveTarget } from '../../../domain/alerts/wave-state.ts';
import type { AudienceMeaning } from '../../../domain/people/audience.ts';
import type { Content, Values } from '../../../domain/templates/template.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { waveIsOpen, waveStateOfRow } from '../../rows/wave-rows.ts';
import type { AlertsTable, AlertWavesTable } from '../../tables/alert-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

/** The largest number of rows that one statement reads: other calls wait until the statement ends. */
const AT_ONCE = 1000;

const signed = (id: string | null, name: string | null, at: number | null): Signed | undefined =>
  id === null || at === null ? undefined : { id, name: name ?? id, at };

export const toAlert = (row: Selectable<AlertsTable>): Alert => {
  const approved = signed(row.approved_by, row.approved_name, row.approved_at);
  const submitted = signed(row.submitted_by, row.submitted_name, row.submitted_at);
  const launched = signed(row.launched_by, row.launched_name, row.launched_at);
  return {
    id: row.id,
    version: row.version,
    state: row.state as AlertState,
    draft: JSON.parse(row.draft) as AlertDraft,
    created: { id: row.created_by, name: row.created_name, at: row.created_at },
    authors: JSON.parse(row.authors) as string[],
    submitted: submitted && {
      ...submitted,
      people: row.submitted_people ?? undefined,
    },
    ...(row.launch_on_approval === 1 && { launchOnApproval: true }),
    approved: approved && {
      ...approved,
      hash: row.approved_hash ?? '',
      people: row.approved_people ?? undefined,
    },
    launched: launched && {
      ...launched,
      hash: row.launched_hash ?? '',
      key: row.launch_key ?? undefined,
    },
    updatedAt: row.updated_at,
    finishedAt: row.finished_at ?? undefined,
    questionUntil: row.question_until ?? undefined,
    proposedUpdate:
      row.proposed_update === null ? undefined : (JSON.parse(row.proposed_update) as ProposedUpdate),
    escalation: row.escalation === null ? undefined : (JSON.parse(row.escalation) as EscalationProgress),
    endsAt: row.ends_at ?? undefined,
    endOffer:
      row.end_offered_at === null ? undefined : { at: row.end_offered_at, people: row.end_people ?? 0 },
    emptiedAt: row.emptied_at ?? undefined,
    cancelledAt: row.cancelled_at ?? undefined,
  };
};

// All columns but `meaning`, which may hold large shapes: the waves are read again for each chunk of people.
const WAVE_COLUMNS = [
  'alert_id',
  'wave',
  'kind',
  'target',
  'content',
  'given',
  'started_at',
  'valid_until',
  'mark',
  'cursor',
  'undecided',
  'done',
  'cut',
  'swept',
  'expected',
  'recipients',
  'overtaking',
  'short',
  'step',
] as const;

const toWave = (row: Pick<Selectable<AlertWavesTable>, (typeof WAVE_COLUMNS)[number]>): Wave => ({
  alert: row.alert_id,
  wave: row.wave,
  kind: row.kind as WaveKind,
  target: row.target as WaveTarget,
  step: row.step ?? undefined,
  content: JSON.parse(row.content) as Content,
  values: JSON.parse(row.given) as Values,
  startedAt: row.started_at,
  validUntil: row.valid_until,
  mark: row.mark,
  cursor: row.cursor,
  state: waveStateOfRow(row),
  expected: row.expected,
  recipients: row.recipients,
  short: row.short === 1,
});

export const getAlert = async (db: Queries, id: number): Promise<Alert | undefined> => {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toAlert(row);
};

export const alertLaunchedWith = async (
  db: Queries,
  key: string,
  sinceMs: number,
): Promise<Alert | undefined> => {
  const row = await db
    .selectFrom('alerts')
    .selectAll()
    .where('launch_key', '=', key)
    .where('launched_at', '>=', sinceMs)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toAlert(row);
};

/** Lists alerts, newest first; the cursor is the id of the last alert on the page before. */
export const listAlerts = async (
  db: Queries,
  state: AlertState | undefined,
  page: Page,
): Promise<Paged<Alert>> => {
  let query = db
    .selectFrom('alerts')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (state !== undefined) query = query.where('state', '=', state);
  const rows = await query.execute();
  return cutPage(rows.map(toAlert), page, ({ id }) => String(id));
};

export const alertsThatWentOut = async (db: Queries, limit: number): Promise<readonly Alert[]> => {
  const rows = await db
    .selectFrom('alerts as a')
    .selectAll('a')
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('alert_waves as w').select('w.wave').whereRef('w.alert_id', '=', 'a.id')),
    )
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toAlert);
};

export const alertsIn = async (db: Queries, states: readonly AlertState[]): Promise<readonly Alert[]> => {
  const alerts: Alert[] = [];
  for (let last = 0, more = true; more; ) {
    const rows = await db
      .selectFrom('alerts')
      .selectAll()
      .where('state', 'in', states)
      .where('id', '>', last)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    alerts.push(...rows.map(toAlert));
    last = rows.at(-1)?.id ?? last;
    more = rows.length === AT_ONCE;
  }
  return alerts;
};

export const wavesOf = async (db: Queries, alert: number): Promise<readonly Wave[]> => {
  const rows = await db
    .selectFrom('alert_waves')
    .select(WAVE_COLUMNS)
    .where('alert_id', '=', alert)
    .orderBy('wave')
    .execute();
  return rows.map(toWave);
};

export const meaningAtLaunch = async (
  db: Queries,
  alert: number,
): Promise<AudienceMeaning['meaning'] | undefined> => {
  const row = await db
    .selectFrom('alert_waves')
    .select('meaning')
    .where('alert_id', '=', alert)
    .where('meaning', 'is not', null)
    .orderBy('wave')
    .limit(1)
    .executeTakeFirst();
  return row?.meaning == null ? undefined : (JSON.parse(row.meaning) as AudienceMeaning['meaning']);
};

export const openWaves = async (db: Queries): Promise<readonly Wave[]> => {
  const rows = await db
    .selectFrom('alert_waves')
    .select(WAVE_COLUMNS)
    .where(sql<boolean>`${sql.raw(waveIsOpen('alert_waves'))}`)
    .orderBy('alert_id')
    .orderBy('wave')
    .execute();
  return rows.map(toWave);
};

export const alertLog = async (db: Queries, alert: number): Promise<readonly AlertLogEntry[]> => {
  const rows = await db
    .selectFrom('alert_log')
    .selectAll()
    .where('alert_id', '=', alert)
    .orderBy('id')
    .execute();
  return rows.map(({ at, actor, actor_name, action, detail }) => ({
    at,
    actor,
    actorName: actor_name,
    action: action as AlertAction,
    detail: detail ?? undefined,
  }));
};
