import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import Database from 'better-sqlite3';
import { makePrivate } from '../../../src/store/sqlite/files/private-files.ts';
import type { Description } from '../../../test/support/fuzz-http/description.ts';
import type { DumpLimits } from './dump.ts';

/** A small store of an older version, and all that this version showed of it. */
export interface Fixture {
  /** How many migrations the store has had. */
  readonly schema: number;
  /** The version that made it. */
  readonly madeBy: string;
  readonly messages: number;
  /** When the gateway began that showed it, by its own clock, ms since the epoch. */
  readonly atMs: number;
  /** How much it was asked for. */
  readonly limits: DumpLimits;
  /** Of an administrator in the store, who exists nowhere else. */
  readonly token: string;
}

const FILES = {
  about: 'about.json',
  store: 'store.sql.br',
  shown: 'shown.jsonl.br',
  api: 'openapi.json.br',
} as const;

const squeeze = (text: string): Buffer =>
  brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });

const quoted = (value: unknown): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  // A literal of SQL may not have the character NUL, and everything else stands for itself.
  return `'${String(value).replaceAll("'", "''")}'`;
};

/** The statements that make a copy of the database. Triggers come last, since the rows have felt them already. */
const sqlOf = (store: string): string => {
  const db = new Database(store, { readonly: true });
  try {
    const all = db
      .prepare<[], { type: string; name: string; sql: string }>(
        `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid`,
      )
      .all();
    const tables = all.filter(({ type }) => type === 'table');
    const rows = [...tables.map(({ name }) => name), 'sqlite_sequence'].flatMap((name) =>
      db
        .prepare<[], unknown[]>(`SELECT * FROM ${name}`)
        .raw()
        .all()
        .map((row) => `INSERT INTO ${name} VALUES (${row.map(quoted).join(',')});`),
    );
    const version = Number(db.pragma('user_version', { simple: true }));
    return [
      ...tables.map(({ sql }) => `${sql};`),
      'DELETE FROM sqlite_sequence;',
      ...rows,
      ...all.filter(({ type }) => type !== 'table').map(({ sql }) => `${sql};`),
      `PRAGMA user_version = ${version};`,
    ].join('\n');
  } finally {
    db.close();
  }
};

/** What of the description of an API a dump of it needs. */
const asked = ({ paths }: Description): Description => ({
  paths: Object.fromEntries(
    Object.entries(paths).flatMap(([path, { get }]) =>
      get === undefined
        ? []
        : [
            [
              path,
              {
                get: {
                  parameters: (get.parameters ?? []).map(({ name, in: place, required, schema }) => ({
                    name,
                    in: place,
                    ...(required === undefined ? {} : { required }),
                    schema,
                  })),
                  responses: {},
                },
              },
            ],
          ],
    ),
  ),
  components: { schemas: {} },
});

/** Writes the store and what was shown of it into a folder. */
export const writeFixture = (
  folder: string,
  store: string,
  shown: { readonly file: string; readonly description: Description },
  about: Fixture,
): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILES.about), `${JSON.stringify(about, undefined, 2)}\n`);
  writeFileSync(join(folder, FILES.store), squeeze(sqlOf(store)));
  writeFileSync(join(folder, FILES.shown), squeeze(readFileSync(shown.file, 'utf8')));
  writeFileSync(join(folder, FILES.api), squeeze(JSON.stringify(asked(shown.description))));
};

/** Makes the store of a fixture at `store`, and writes what was shown of it into `shownFile`. */
export const readFixture = (
  folder: string,
  store: string,
  shownFile: string,
): Fixture & { readonly description: Description } => {
  const text = (file: string): string =>
    brotliDecompressSync(readFileSync(join(folder, file))).toString('utf8');
  makePrivate(store);
  const db = new Database(store);
  try {
    db.pragma('synchronous = OFF');
    db.exec(`BEGIN; ${text(FILES.store)} COMMIT;`);
    db.pragma('journal_mode = WAL');
  } finally {
    db.close();
  }
  writeFileSync(shownFile, text(FILES.shown));
  const about = JSON.parse(readFileSync(join(folder, FILES.about), 'utf8')) as Fixture;
  return { ...about, description: JSON.parse(text(FILES.api)) as Description };
};
