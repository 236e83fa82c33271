import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { migrations } from '../../../src/store/schema/migrations.ts';

/**
 * Preloaded into a gateway under test (`node --import`): kills the process with SIGKILL when the migration whose number
 * is in `DIE_IN_MIGRATION` has run, and nothing of it is committed.
 */
const last = migrations[Number(process.env['DIE_IN_MIGRATION']) - 1];

if (!isMainThread && last !== undefined) {
  const exec = Database.prototype.exec;
  Database.prototype.exec = function (this: Database.Database, sql: string) {
    const result = exec.call(this, sql);
    // The compiled schema is made in memory of the same statements.
    if (sql !== last || this.memory) return result;
    process.kill(process.pid, 'SIGKILL');
    // The signal ends every thread, but not at once. This thread must not go on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    return result;
  };
}
