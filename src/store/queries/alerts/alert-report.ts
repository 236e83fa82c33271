import { sql } from 'kysely';
import type { AlertDraft } from '../../../domain/alerts/alert.ts';
import type {
  Outcome,
  PeopleCount,
  ReasonCount,
  ReportCursor,
  ReportedMessage,
  ReportFigures,
  ReportRepository,
} from '../../../domain/alerts/alert-report.ts';
import { SLOT_MS } from '../../../domain/alerts/alert-report.ts';
import { widestAudience } from '../../../domain/alerts/escalation.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { stateOf } from '../../../domain/messages/state.ts';
import { ERASED } from '../../../domain/people/person.ts';
import { waveIsOpen } from '../../rows/wave-rows.ts';
import type { Queries } from '../../tables/tables.ts';
import { endOfPeople } from './end-of-people.ts';
import { DELIVERED, decisiveState, notReachedOf } from './person-outcome.ts';
import { repliedAt } from './replied-at.ts';
import { countParts } from './sent-parts.ts';

interface PeopleRow {
  readonly language: string | null;
  readonly last: number;
  readonly slot: number | null;
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly people: number;
}

const toPeople = ({ language, last, slot, first_at, last_at, people }: PeopleRow): PeopleCount => ({
  language: language ?? undefined,
  outcome: outcomeOf(last, slot),
  slot: slot ?? undefined,
  firstAt: first_at ?? undefined,
  lastAt: last_at ?? undefined,
  people,
});

const outcomeOf = (last: number, slot: number | null): Outcome => (slot === null ? stateOf(last) : 'reached');

const ofPerson = sql`${decisiveState} AS last,
  min(CASE WHEN m.state = ${sql.lit(DELIVERED)} THEN m.final_at END) AS at`;

interface MessageRow {
  readonly number: string;
  readonly name: string | null;
  readonly language: string | null;
  readonly wave: number;
  readonly state: number;
  readonly reason: string | null;
  readonly route: string | null;
  readonly sent_at: number | null;
  readonly final_at: number | null;
}

const columns = sql`r.number, c.name, r.language, r.wave, m.state, m.reason, m.route, m.sent_at, m.final_at`;
const sources = sql`alert_recipients r JOIN messages m ON m.id = r.message_id
  LEFT JOIN contacts c ON c.number = r.number`;

const toReported = (row: MessageRow): ReportedMessage => ({
  number: row.number as Msisdn,
  name: row.name ?? undefined,
  language: row.language ?? undefined,
  wave: row.wave,
  state: stateOf(row.state),
  reason: row.reason ?? undefined,
  route: row.route ?? undefined,
  sentAt: row.sent_at ?? undefined,
  finalAt: row.final_at ?? undefined,
});

const countPeople = async (
  db: Queries,
  alert: number,
  after: string,
  until: string,
): Promise<readonly PeopleCount[]> => {
  const { rows } = await sql<PeopleRow>`
    SELECT language, CASE WHEN at IS NULL THEN last ELSE 0 END AS last, at / ${sql.lit(SLOT_MS)} AS slot,
      min(at) AS first_at, max(at) AS last_at, count(*) AS people FROM (
      SELECT max(r.language) AS language, ${ofPerson}
      FROM alert_recipients r JOIN messages m ON m.id = r.message_id
      WHERE r.alert_id = ${alert} AND r.number > ${after} AND r.number <= ${until} GROUP BY r.number)
    GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2, 3 NULLS FIRST`.execute(db);
  return rows.map(toPeople);
};

const countReasons = async (
  db: Queries,
  alert: number,
  after: string,
  until: string,
): Promise<readonly ReasonCount[]> => {
  const { rows } = await sql<{ state: number; reason: string | null; people: number }>`
    SELECT m.state, m.reason, count(*) AS people
    FROM alert_recipients r JOIN messages m ON m.id = r.message_id
    WHERE ${notReachedOf(alert, after, until)} GROUP BY 1, 2
    ORDER BY 1, 2 NULLS FIRST`.execute(db);
  return rows.map(({ state, reason, people }) => ({
    state: stateOf(state),
    reason: reason ?? undefined,
    people,
  }));
};

const countMessages = async (db: Queries, alert: number, afterId: number, untilId: number) => {
  const rows = await db
    .selectFrom('messages')
    .select(({ fn }) => [
      'wave',
      'route',
      'state',
      fn.countAll<number>().as('messages'),
      fn.sum<number>('parts').as('parts'),
      fn.sum<number>('possible_duplicate').as('duplicates'),
      fn.sum<number>('short').as('short'),
      fn.min('claimed_at').as('first'),
      sql<number>`max(coalesce(final_at, sent_at, created_at))`.as('last'),
      sql<number>`sum(CASE WHEN state = ${sql.lit(DELIVERED)} THEN max(0, final_at - coalesce(sent_at, final_at)) ELSE 0 END)`.as(
        'receipts',
      ),
    ])
    .where('alert', '=', alert)
    .where('id', '>', afterId)
    .where('id', '<=', untilId)
    .groupBy(['wave', 'route', 'state'])
    .orderBy('wave', (order) => order.asc().nullsFirst())
    .orderBy('route', (order) => order.asc().nullsFirst())
    .orderBy('state')
    .execute();
  return rows.map(({ wave, route, state, messages, parts, duplicates, short, first, last, receipts }) => ({
    wave: wave ?? 0,
    route: route ?? undefined,
    state: stateOf(state),
    messages,
    parts,
    possibleDuplicates: duplicates,
    short,
    firstSubmitAt: first ?? undefined,
    receiptMs: receipts,
    lastAt: last,
  }));
};

// CROSS JOIN makes SQLite read the tables in this order (sqlite.org/optoverview.html#crossjoin). Otherwise it would
// begin with all recipients of the alert, because of GROUP BY, and read all of `numbers` for each recipient: with a
// million recipients the query never ended.
const countAmong = async (db: Queries, alert: number, numbers: readonly Msisdn[]) => {
  const { rows } = await sql<{ people: number; reached: number | null }>`
    SELECT count(*) AS people, sum(reached) AS reached FROM (
      SELECT max(CASE WHEN m.state = ${sql.lit(DELIVERED)} THEN 1 ELSE 0 END) AS reached
      FROM json_each(${JSON.stringify(numbers)}) n CROSS JOIN alert_recipients r CROSS JOIN messages m
      WHERE r.alert_id = ${alert} AND r.number = n.value AND m.id = r.message_id GROUP BY r.number)`.execute(
    db,
  );
  return { people: rows[0]?.people ?? 0, reached: rows[0]?.reached ?? 0 };
};

/** Leaves out people who were erased: the figures count them under an alias, which has no number to show. */
const notReached = async (db: Queries, alert: number, after: string, until: string, limit: number) => {
  const { rows } = await sql<MessageRow>`
    SELECT ${columns} FROM ${sources} WHERE ${notReachedOf(alert, after, until)} AND r.number < ${ERASED}
    ORDER BY r.number LIMIT ${limit}`.execute(db);
  return rows.map(toReported);
};

const reportedMessages = async (
  db: Queries,
  alert: number,
  after: ReportCursor | undefined,
  limit: number,
) => {
  const { number, wave } = after ?? { number: '', wave: 0 };
  const { rows } = await sql<MessageRow>`
    SELECT ${columns} FROM ${sources} WHERE r.alert_id = ${alert} AND (r.number, r.wave) > (${number}, ${wave})
      AND r.number < ${ERASED}
    ORDER BY r.number, r.wave LIMIT ${limit}`.execute(db);
  return rows.map(toReported);
};

const keepFigures = async (db: Queries, alert: number, figures: ReportFigures): Promise<void> => {
  const row = { alert_id: alert, counted_at: figures.countedAt, figures: JSON.stringify(figures) };
  await db
    .insertInto('alert_reports')
    .values(row)
    // When the messages have been deleted (`purged`), the figures stay: nobody can count those messages again.
    .onConflict((conflict) =>
      conflict.column('alert_id').doUpdateSet(row).where('alert_reports.purged', '=', 0),
    )
    .execute();
};

const keptFigures = async (db: Queries, alert: number) => {
  const row = await db
    .selectFrom('alert_reports')
    .selectAll()
    .where('alert_id', '=', alert)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { figures: JSON.parse(row.figures) as ReportFigures, purged: row.purged === 1 };
};

const uncounted = async (db: Queries, after: number, limit: number) => {
  const rows = await db
    .selectFrom('alerts as a')
    .leftJoin('alert_reports as k', 'k.alert_id', 'a.id')
    .select(['a.id', 'a.draft'])
    .where('a.id', '>', after)
    .where('a.state', 'in', ['completed', 'stopped'])
    .where(({ or, eb }) =>
      or([eb('k.alert_id', 'is', null), eb('k.counted_at', '<', eb.ref('a.finished_at'))]),
    )
    .where(({ or, eb }) => or([eb('k.purged', 'is', null), eb('k.purged', '=', 0)]))
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM alert_waves w
        WHERE w.alert_id = a.id AND ${sql.raw(waveIsOpen('w'))})`,
    )
    .orderBy('a.id')
    .limit(limit)
    .execute();
  return rows.map(({ id, draft }) => ({ id, audience: widestAudience(JSON.parse(draft) as AlertDraft) }));
};

/** The repository of reports. */
export const reportRepository = (db: Queries): ReportRepository => ({
  endOfPeople: (alert, after, limit) => endOfPeople(db, 'alert_recipients', { alert, after, limit }),
  countPeople: (alert, after, until) => countPeople(db, alert, after, until),
  countReasons: (alert, after, until) => countReasons(db, alert, after, until),
  countMessages: (alert, after, until) => countMessages(db, alert, after, until),
  countParts: (alert, after, until) => countParts(db, alert, after, until),
  countAmong: (alert, numbers) => countAmong(db, alert, numbers),
  notReached: (alert, after, until, limit) => notReached(db, alert, after, until, limit),
  reportedMessages: (alert, after, limit) => reportedMessages(db, alert, after, limit),
  repliedAt: (alert) => repliedAt(db, alert),
  keepFigures: (alert, figures) => keepFigures(db, alert, figures),
  keptFigures: (alert) => keptFigures(db, alert),
  uncounted: (after, limit) => uncounted(db, after, limit),
});
