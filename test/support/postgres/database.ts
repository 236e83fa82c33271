import pg from 'pg';
import { serverUrl } from './address.ts';

const TEMPLATE = 'tocsin_template';
const HALF_MADE = 'tocsin_template_half_made';
/** Of the lock that the maker of the template holds. Any number does that nothing else on this server uses. */
const LOCK = 7_031;

/**
 * What a server answers to the second of two that make the same database: the first code if it sees the first one's
 * before it copies the files, the second one if it sees it as it writes its row.
 */
const ALREADY_THERE = new Set(['42P04', '23505']);

/** Brings the schema of an empty database up to date, and closes its connections. */
export type Migrate = (url: string) => Promise<void>;

/** The address of a database of a server; of the tests' server if none is given. */
export const urlOf = (name: string, server = serverUrl()): string => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

/** In a connection of its own: one that is kept would keep the process of a test alive. */
const asSuperuser = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The processes of a run share the server, so that the first makes the template and the others wait for it. */
const makeTemplate = (migrate: Migrate): Promise<void> =>
  asSuperuser(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (rowCount !== 0) return;
    // What a failed attempt left behind.
    await client.query(`DROP DATABASE IF EXISTS ${HALF_MADE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${HALF_MADE} TEMPLATE template0`);
    await migrate(urlOf(HALF_MADE));
    await client.query(`ALTER DATABASE ${HALF_MADE} RENAME TO ${TEMPLATE}`);
    // Nobody can copy a database while another is connected to it.
    await client.query(`ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false`);
  });

let template: Promise<void> | undefined;

const templateOnce = async (migrate: Migrate): Promise<void> => {
  template ??= makeTemplate(migrate);
  try {
    await template;
  } catch (error) {
    template = undefined;
    throw error;
  }
};

/**
 * Makes a database with the schema but without rows, unless it is there. Its files are copied: to log each page instead,
 * which is what PostgreSQL does otherwise, took more than twice as long. The checkpoint that this needs is quick without
 * fsync.
 * @param over databases that are dropped on the same occasion
 */
export const ensureDatabase = async (
  name: string,
  migrate: Migrate,
  over: readonly string[] = [],
): Promise<void> => {
  await templateOnce(migrate);
  await asSuperuser(async (client) => {
    for (const one of over) await client.query(`DROP DATABASE IF EXISTS ${one} WITH (FORCE)`);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return;
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
    } catch (error) {
      // Another thread has just made it.
      if (!(error instanceof pg.DatabaseError && ALREADY_THERE.has(error.code ?? ''))) throw error;
    }
  });
};

/** Drops a database, and ends all connections to it. */
export const dropDatabase = (name: string): Promise<void> =>
  asSuperuser(async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
