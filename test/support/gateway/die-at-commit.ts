import { existsSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

/**
 * Preloaded into a gateway under test (`node --import`): kills the process with SIGKILL just before or just after its
 * n-th commit that changed something, counted from when the file `DIE_AT_FILE` is there. That file says `before:N` or
 * `after:N`.
 */
const file = process.env['DIE_AT_FILE'] ?? '';

if (!isMainThread) {
  const exec = Database.prototype.exec;
  const changes = new WeakMap<object, number>();
  let commits = 0;
  const total = (db: Database.Database): number =>
    Number((db.prepare('SELECT total_changes() AS n').get() as { n: number }).n);
  const die = (): void => {
    process.kill(process.pid, 'SIGKILL');
    // The signal ends every thread, but not at once. This thread must not go on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  Database.prototype.exec = function (this: Database.Database, sql: string) {
    if (sql === 'BEGIN IMMEDIATE') changes.set(this, total(this));
    if (sql !== 'COMMIT' || total(this) === changes.get(this) || !existsSync(file)) {
      return exec.call(this, sql);
    }
    const [when, number] = readFileSync(file, 'utf8').split(':');
    commits++;
    if (when === 'before' && commits === Number(number)) die();
    const result = exec.call(this, sql);
    if (when === 'after' && commits === Number(number)) die();
    return result;
  };
}
