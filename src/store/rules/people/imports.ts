import type { Attributes } from '../../../domain/people/contact.ts';
import {
  type ImportBatch,
  type ImportJob,
  type ImportOptions,
  type ImportRow,
  MAX_ROW_ERRORS,
  type RowError,
  type RowWarning,
} from '../../../domain/people/import-job.ts';
import type { Db } from '../../db.ts';
import { prepareWithdrawOptedOut } from './withdraw-opted-out.ts';

interface Job {
  readonly records_done: number;
  readonly options: string;
  readonly errors: string;
  readonly warnings: string;
  readonly warning_counts: string;
}

interface Known {
  readonly id: number;
  readonly name: string | null;
  readonly language: string | null;
  readonly attributes: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly postal_code: string | null;
}

type Outcome = 'created' | 'updated' | 'unchanged';

/**
 * Stores some rows of a file and how far the import has come, in one commit: a call that is repeated stores nothing
 * twice.
 */
export const prepareImports = (db: Db) => {
  const findJob = db.prepare<[number], Job>(
    "SELECT records_done, options, errors, warnings, warning_counts FROM import_jobs WHERE id = ? AND state = 'running'",
  );
  const progress = db.prepare(`
    UPDATE import_jobs SET records_done = ?, rows = rows + ?, created = created + ?, updated = updated + ?,
      unchanged = unchanged + ?, refused = refused + ?, errors = ?, warnings = ?, warning_counts = ?
    WHERE id = ?`);
  const find = db.prepare<[string], Known>(
    'SELECT id, name, language, attributes, lat, lon, postal_code FROM contacts WHERE number = ?',
  );
  const insert = db.prepare(`
    INSERT INTO contacts (number, name, language, attributes, lat, lon, postal_code, source, created_at, updated_at)
    VALUES (:number, :name, :language, :attributes, :lat, :lon, :postalCode, :source, :now, :now)`);
  const update = db.prepare(`
    UPDATE contacts SET name = ?, language = ?, attributes = ?, lat = ?, lon = ?, postal_code = ?, updated_at = ?,
      version = version + 1
    WHERE id = ?`);
  const isList = db.prepare<[number], unknown>('SELECT 1 FROM lists WHERE id = ?');
  // A row of an import never replaces the stored consent `refused`; a row with the consent `unknown` leaves the stored
  // consent as it is.
  const join = db.prepare(`
    INSERT INTO list_members (list_id, number, consent, consent_source, consent_at)
    VALUES (:list, :number, :consent, :consentSource, :consentAt)
    ON CONFLICT (list_id, number) DO UPDATE
    SET consent = excluded.consent, consent_source = excluded.consent_source, consent_at = excluded.consent_at
    WHERE excluded.consent <> 'unknown' AND list_members.consent <> 'refused'
      AND excluded.consent <> list_members.consent`);
  const { withdraw } = prepareWithdrawOptedOut(db);
  const keepChunk = db.prepare('INSERT INTO import_chunks (job_id, serial, data) VALUES (?, ?, ?)');
  const growFile = db.prepare('UPDATE import_jobs SET octets = octets + ? WHERE id = ?');

  const takeIn = (row: ImportRow, source: string, nowMs: number): Outcome => {
    const known = find.get(row.number);
    if (known === undefined) {
      const { number, name, language, attributes, position, postalCode } = row;
      insert.run({
        number,
        name: name ?? null,
        language: language ?? null,
        attributes: JSON.stringify(attributes),
        lat: position?.lat ?? null,
        lon: position?.lon ?? null,
        postalCode: postalCode ?? null,
        source,
        now: nowMs,
      });
      return 'created';
    }
    const attributes = JSON.stringify({ ...(JSON.parse(known.attributes) as Attributes), ...row.attributes });
    const name = row.name ?? known.name;
    const language = row.language ?? known.language;
    const lat = row.position?.lat ?? known.lat;
    const lon = row.position?.lon ?? known.lon;
    const postalCode = row.postalCode ?? known.postal_code;
    if (
      name === known.name &&
      language === known.language &&
      attributes === known.attributes &&
      lat === known.lat &&
      lon === known.lon &&
      postalCode === known.postal_code
    )
      return 'unchanged';
    update.run(name, language, attributes, lat, lon, postalCode, nowMs, known.id);
    return 'updated';
  };

  return {
    /**
     * @param counted in a dry run, how many rows would be created, updated or left unchanged; undefined stores the rows
     */
    importRows: (
      { jobId, before, after, rows, refused, errors, warnings }: ImportBatch,
      counted: Readonly<Record<Outcome, number>> | undefined,
      nowMs: number,
    ): void => {
      const job = findJob.get(jobId);
      if (job === undefined || job.records_done !== before) return;
      const counts = { created: 0, updated: 0, unchanged: 0, ...counted };
      if (counted === undefined) {
        const { list } = JSON.parse(job.options) as ImportOptions;
        const joins = list !== undefined && isList.get(list) !== undefined;
        for (const row of rows) {
          counts[takeIn(row, `import ${jobId}`, nowMs)] += 1;
          const { number, membership } = row;
          if (!joins || membership === undefined) continue;
          const { consent, consentSource, consentAt } = membership;
          const { changes } = join.run({ list, number, consent, consentSource, consentAt });
          if (changes > 0 && consent === 'refused') withdraw(number, nowMs);
        }
      }
      progress.run(
        after,
        rows.length + refused,
        counts.created,
        counts.updated,
        counts.unchanged,
        refused,
        withMore<RowError>(job.errors, errors),
        withMore<RowWarning>(job.warnings, warnings),
        countedWith(job.warning_counts, warnings),
        jobId,
      );
    },

    keepChunk: (jobId: number, serial: number, data: Uint8Array): void => {
      keepChunk.run(jobId, serial, data);
      growFile.run(data.length, jobId);
    },
  };
};

/** The stored list with the new ones at its end, at most `MAX_ROW_ERRORS`. */
const withMore = <One>(stored: string, more: readonly One[]): string => {
  if (more.length === 0) return stored;
  const before = JSON.parse(stored) as One[];
  return JSON.stringify([...before, ...more.slice(0, MAX_ROW_ERRORS - before.length)]);
};

const countedWith = (stored: string, more: readonly RowWarning[]): string => {
  if (more.length === 0) return stored;
  const counts = { ...(JSON.parse(stored) as ImportJob['warningCounts']) };
  for (const { kind } of more) counts[kind] = (counts[kind] ?? 0) + 1;
  return JSON.stringify(counts);
};
