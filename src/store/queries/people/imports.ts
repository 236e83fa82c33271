import { sql } from 'kysely';
import {
  type ImportJob,
  type ImportOptions,
  type ImportRepository,
  type ImportState,
  importStates,
  type RowError,
  type RowWarning,
} from '../../../domain/people/import-job.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { ImportJobsTable, Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

type Row = {
  readonly [K in keyof ImportJobsTable]: K extends
    | 'state'
    | 'options'
    | 'errors'
    | 'warnings'
    | 'warning_counts'
    ? string
    : K extends 'failure' | 'encoding'
      ? string | null
      : K extends 'finished_at'
        ? number | null
        : number;
};

const toJob = (row: Row): ImportJob => ({
  id: row.id,
  state: importStates.find((state) => state === row.state) ?? 'failed',
  options: JSON.parse(row.options) as ImportOptions,
  octets: row.octets,
  rows: row.rows,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  refused: row.refused,
  errors: JSON.parse(row.errors) as RowError[],
  encoding: row.encoding ?? undefined,
  warnings: JSON.parse(row.warnings) as RowWarning[],
  warningCounts: JSON.parse(row.warning_counts) as ImportJob['warningCounts'],
  failure: row.failure ?? undefined,
  createdAt: row.created_at,
  finishedAt: row.finished_at ?? undefined,
});

export const createImport = async (db: Queries, options: ImportOptions, nowMs: number): Promise<number> => {
  const { id } = await db
    .insertInto('import_jobs')
    .values({
      state: 'receiving',
      options: JSON.stringify(options),
      failure: null,
      created_at: nowMs,
      finished_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};

export const readChunk = async (
  db: Queries,
  jobId: number,
  serial: number,
): Promise<Uint8Array | undefined> => {
  const row = await db
    .selectFrom('import_chunks')
    .select('data')
    .where('job_id', '=', jobId)
    .where('serial', '=', serial)
    .executeTakeFirst();
  return row?.data;
};

export const getImport = async (db: Queries, id: number): Promise<ImportJob | undefined> => {
  const row = await db.selectFrom('import_jobs').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toJob(row);
};

/** How many errors and warnings of an import a list has: with a thousand of each, a page could have a million. */
const LISTED = 20;

const firstOf = (column: 'errors' | 'warnings') =>
  sql<string>`(SELECT '[' || coalesce(string_agg(value, ',' ORDER BY CAST(key AS BIGINT)), '') || ']'
    FROM json_each(${sql.ref(`import_jobs.${column}`)}) WHERE CAST(key AS BIGINT) < ${sql.lit(LISTED)})`.as(
    column,
  );

/** Newest first, each with its first `LISTED` errors and warnings. */
export const listImports = async (db: Queries, page: Page): Promise<Paged<ImportJob>> => {
  const rows = await db
    .selectFrom('import_jobs')
    .selectAll()
    .select([firstOf('errors'), firstOf('warnings')])
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toJob), page, ({ id }) => String(id));
};

export const nextImport = async (db: Queries) => {
  const row = await db
    .selectFrom('import_jobs')
    .selectAll()
    .where('state', 'in', ['running', 'waiting'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { job: toJob(row), recordsDone: row.records_done };
};

export const moveImport = async (
  db: Queries,
  id: number,
  from: readonly ImportState[],
  state: ImportState,
  { nowMs, failure, options, encoding }: Parameters<ImportRepository['moveImport']>[3],
): Promise<boolean> => {
  const anew = {
    records_done: 0,
    rows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
    errors: '[]',
    warnings: '[]',
    warning_counts: '{}',
    encoding: null,
  };
  const ended = state === 'checked' || state === 'done' || state === 'failed';
  const { numUpdatedRows } = await db
    .updateTable('import_jobs')
    .set({
      state,
      failure: failure ?? null,
      finished_at: ended ? nowMs : null,
      ...(state === 'waiting' ? anew : {}),
      ...(encoding === undefined ? {} : { encoding }),
      ...(options === undefined ? {} : { options: JSON.stringify(options) }),
    })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/** How many chunks of a file one commit deletes: 1 MiB, which is overwritten. Other writes wait for some ms. */
const DROPPED_CHUNKS = 4;

export const dropFile = async (db: Queries, jobId: number): Promise<void> => {
  for (;;) {
    const some = db
      .selectFrom('import_chunks')
      .select('serial')
      .where('job_id', '=', jobId)
      .orderBy('serial')
      .limit(DROPPED_CHUNKS);
    const { numDeletedRows } = await db
      .deleteFrom('import_chunks')
      .where('job_id', '=', jobId)
      .where('serial', 'in', some)
      .executeTakeFirst();
    if (numDeletedRows < DROPPED_CHUNKS) return;
  }
};

/** The jobs that have a file though they have ended, or were given up. */
export const looseFiles = async (db: Queries): Promise<readonly number[]> => {
  const open = db.selectFrom('import_jobs').select('id').where('state', 'not in', ['done', 'failed']);
  const rows = await db
    .selectFrom('import_chunks')
    .select('job_id')
    .distinct()
    .where('job_id', 'not in', open)
    .execute();
  return rows.map(({ job_id }) => job_id);
};

export const dropImport = async (db: Queries, id: number): Promise<void> => {
  await db.deleteFrom('import_jobs').where('id', '=', id).where('state', '=', 'receiving').execute();
};

export const knownNumbers = async (db: Queries, numbers: readonly string[]): Promise<readonly string[]> => {
  if (numbers.length === 0) return [];
  const rows = await db.selectFrom('contacts').select('number').where('number', 'in', numbers).execute();
  return rows.map(({ number }) => number);
};

export const importsBefore = async (
  db: Queries,
  state: ImportState,
  beforeMs: number,
): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('import_jobs')
    .select('id')
    .where('state', '=', state)
    .where('created_at', '<', beforeMs)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
};
