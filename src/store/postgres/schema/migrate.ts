import { migrations } from '../../schema/migrations.ts';
import { schemaRows } from '../../sqlite/schema-rows.ts';
import type { PostgresDb } from '../postgres-db.ts';
import { fromSqlite } from './from-sqlite.ts';
import { functions } from './functions.ts';
import { statementsOf } from './statements-of.ts';

/**
 * Makes the schema, or brings it to this version. Whoever begins a transaction that writes holds the lock of all
 * writers, so of several gateways that start at once one migrates and the others find it done.
 * @throws Error if a newer version of Tocsin made the schema
 */
export const migrate = (db: PostgresDb): void => {
  if (versionOf(db) === migrations.length) return;
  db.begin();
  try {
    const version = versionOf(db);
    if (version > migrations.length) {
      throw new Error(
        `the database is of a newer version (schema ${version}, this program knows ${migrations.length})`,
      );
    }
    if (version === 0) create(db);
    else for (const sql of migrations.slice(version)) for (const one of statementsOf(sql)) db.exec(one);
    db.exec(`UPDATE tocsin_schema SET version = ${migrations.length}`);
    db.commit();
  } catch (error) {
    db.rollback();
    throw error;
  }
};

/** How many migrations the database has had; 0: it is empty. */
const versionOf = (db: PostgresDb): number => {
  const isThere = db.prepare("SELECT to_regclass('tocsin_schema') IS NOT NULL").pluck().get();
  return isThere === 1 ? Number(db.prepare('SELECT version FROM tocsin_schema').pluck().get()) : 0;
};

const create = (db: PostgresDb): void => {
  const all = [
    functions(),
    'CREATE TABLE tocsin_schema (version BIGINT NOT NULL);',
    'INSERT INTO tocsin_schema (version) VALUES (0);',
    ...schemaRows().map(({ sql }) => `${fromSqlite(sql)};`),
  ];
  db.runPlain(all.join('\n'));
};
