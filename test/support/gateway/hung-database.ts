import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

/**
 * Preloaded into a gateway (`--import`): while the file named by HUNG_DATABASE exists, the threads of the database
 * stand still at their next transaction, as on a disk that doesn't answer any more.
 */
const flag = process.env['HUNG_DATABASE'] ?? '';
const LOOK_EVERY_MS = 20;

if (!isMainThread) {
  const { exec } = Database.prototype;
  const never = new Int32Array(new SharedArrayBuffer(4));
  Database.prototype.exec = function (this: Database.Database, sql: string) {
    while (existsSync(flag)) Atomics.wait(never, 0, 0, LOOK_EVERY_MS);
    return exec.call(this, sql);
  };
}
