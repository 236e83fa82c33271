import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { StorePlace } from '../../../src/store/place.ts';
import { openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import { commandHere } from '../gateway/command-here.ts';
import { dropDatabase, ensureDatabase, urlOf } from './database.ts';
import type { KeptServer } from './kept-server.ts';

let made = 0;

/** A configuration that names a database of the tests' server, and the commands of the gateway with it. */
export class Configured implements AsyncDisposable {
  readonly database = `c_${process.pid}_${made++}`;
  readonly #folder: string;
  readonly #own: KeptServer | undefined;

  private constructor(folder: string, own?: KeptServer) {
    this.#folder = folder;
    this.#own = own;
  }

  /** A new database with the schema on a server of its own, with which it ends. */
  static async on(server: KeptServer): Promise<Configured> {
    const configured = new Configured(await mkdtemp(join(tmpdir(), 'tocsin-postgres-')), server);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${configured.database}`);
    await client.end();
    openPostgresForWriting({ kind: 'postgres', url: configured.url }).close();
    await configured.write(configured.url);
    return configured;
  }

  /** @param has whether the database is there, and has the schema */
  static async make(has: 'schema' | 'nothing' = 'schema'): Promise<Configured> {
    const configured = new Configured(await mkdtemp(join(tmpdir(), 'tocsin-postgres-')));
    if (has === 'schema')
      await ensureDatabase(configured.database, async (url) =>
        openPostgresForWriting({ kind: 'postgres', url }).close(),
      );
    await configured.write(configured.url);
    return configured;
  }

  get url(): string {
    return urlOf(this.database, this.#own?.url);
  }

  get place(): StorePlace {
    return { kind: 'postgres', url: this.url };
  }

  get config(): string {
    return this.at('tocsin.yaml');
  }

  at(name: string): string {
    return join(this.#folder, name);
  }

  /** Writes the configuration anew. */
  write(url: string, more = 'routes: []\n'): Promise<void> {
    return writeFile(this.config, `store: { postgres: ${JSON.stringify(url)} }\n${more}`, { mode: 0o600 });
  }

  /** Runs a command with the configuration. */
  run(...args: readonly string[]): ReturnType<typeof commandHere> {
    return commandHere(...args, '--config', this.config);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#own === undefined) await dropDatabase(this.database);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
