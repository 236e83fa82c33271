import type { TellMigration } from '../../../domain/operation/upgrade/migration.ts';
import { migrations, namedMigrations } from '../../schema/migrations.ts';
import { schemaRows } from '../../sqlite/schema-rows.ts';
import { MOVED, refuseMoved } from '../../transfer/moved.ts';
import { IS_GATEWAY_ON } from '../gateway/gateway.ts';
import { END_NODES } from '../gateway/sole.ts';
import type { PostgresDb } from '../postgres-db.ts';
import { fromSqlite } from './from-sqlite.ts';
import { functions } from './functions.ts';
import { statementsOf } from './statements-of.ts';

/** A migration may build an index of millions of rows. */
const PATIENT = { isPatient: true };

/**
 * Makes the schema, or brings it to this version. Whoever begins a transaction that writes holds the lock of all
 * writers, so of several gateways that start at once one migrates and the others find it done.
 * @param isSole whether this connection is that of the only gateway on the database
 * @throws Error if a newer version of Tocsin made the schema, if a gateway of an older one runs on it, or if the
 * store was moved
 */
export const migrate = (db: PostgresDb, isSole: boolean, tell?: TellMigration): void => {
  if (db.prepare('SELECT to_regclass(?) IS NOT NULL').pluck().get(MOVED) === 1) refuseMoved(db);
  if (versionOf(db) === migrations.length) return;
  db.begin();
  try {
    const version = versionOf(db);
    if (version > migrations.length) {
      throw new Error(
        `the database is of a newer version (schema ${version}, this program knows ${migrations.length})`,
      );
    }
    if (version < migrations.length && !isSole) mustHaveNoGateway(db);
    if (version === 0) create(db);
    else step(db, version, tell);
    // A gateway whose connection is away at this moment must not go on with what it knew.
    db.exec(`UPDATE tocsin_schema SET version = ${migrations.length}, gateway = 0`, PATIENT);
    db.exec(END_NODES, PATIENT);
    db.commit();
  } catch (error) {
    db.rollback();
    throw error;
  }
};

/** Runs the migrations that follow this version. */
const step = (db: PostgresDb, version: number, tell?: TellMigration): void => {
  for (const [index, [name, sql]] of Object.entries(namedMigrations).entries()) {
    if (index < version) continue;
    tell?.({ kind: 'migration', number: index + 1, last: migrations.length, name, octets: undefined });
    for (const one of statementsOf(sql)) db.exec(one, PATIENT);
  }
  tell?.({ kind: 'commit' });
};

/** A gateway of an older version would not know what was changed under it. */
const mustHaveNoGateway = (db: PostgresDb): void => {
  if (db.prepare(`SELECT ${IS_GATEWAY_ON}`).pluck().get() === 1)
    throw new Error('a gateway of an older version runs on the database: stop it first');
};

/** How many migrations the database has had; 0: it is empty. */
const versionOf = (db: PostgresDb): number => {
  const isThere = db.prepare("SELECT to_regclass('tocsin_schema') IS NOT NULL").pluck().get();
  return isThere === 1 ? Number(db.prepare('SELECT version FROM tocsin_schema').pluck().get()) : 0;
};

const create = (db: PostgresDb): void => {
  const all = [
    functions(),
    'CREATE TABLE tocsin_schema (version BIGINT NOT NULL, gateway BIGINT NOT NULL);',
    `CREATE TABLE tocsin_commits (
      connection TEXT PRIMARY KEY, last BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now());`,
    'INSERT INTO tocsin_schema (version, gateway) VALUES (0, 0);',
    ...schemaRows().map(({ sql }) => `${fromSqlite(sql)};`),
  ];
  db.runPlain(all.join('\n'), PATIENT);
};
