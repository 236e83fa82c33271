import type { Mutant } from './mutant.ts';

const STORE = 'src/store';

/** Rules about power cuts, the disk, the clock and the end of a process. */
export const mutantsOfMachine: readonly Mutant[] = [
  {
    name: 'each commit is synced before it is answered',
    file: `${STORE}/sqlite/open.ts`,
    from: "db.pragma('synchronous = FULL');",
    to: "db.pragma('synchronous = NORMAL');",
    store: 'sqlite',
  },
  {
    name: 'the store has a write-ahead log',
    file: `${STORE}/sqlite/open.ts`,
    from: "db.pragma('journal_mode = WAL');",
    to: "db.pragma('journal_mode = MEMORY');",
    store: 'sqlite',
  },
  {
    name: 'nothing is taken in while the disk is nearly full',
    file: `${STORE}/open-store.ts`,
    from: 'TAKES_IN.has(name) ? reserve.reason() : undefined',
    to: 'TAKES_IN.has(name) ? undefined : undefined',
    store: 'sqlite',
  },
  {
    name: 'intake goes on when the disk has room again',
    file: 'src/ops/disk-reserve.ts',
    from: 'wasReached ? OVER_AT : 1',
    to: 'wasReached ? 1e9 : 1',
    store: 'sqlite',
  },
  {
    name: 'a disk that fails is told as such (503)',
    file: `${STORE}/thread/batches.ts`,
    from: 'SQLITE_(?:FULL|IOERR|READONLY|',
    to: 'SQLITE_(?:FULL|',
    store: 'sqlite',
  },
  {
    name: 'a gateway whose disk fails is not ready',
    file: `${STORE}/open-store.ts`,
    from: '      writer.failedReason ??',
    to: '      undefined ??',
  },
  {
    name: 'links close at a stop',
    file: 'src/routes/smpp/link/link.ts',
    from: '      else this.#close();',
    to: "      else if (state.phase !== 'stopped') this.#close();",
  },
  {
    name: 'a link has one timer',
    file: 'src/routes/smpp/link/link.ts',
    from: '    this.#timer?.cancel();\n    this.#timer = undefined;\n    if (at',
    to: '    this.#timer = undefined;\n    if (at',
  },
  {
    name: 'what was due before a restart is due after it',
    file: 'src/store/queries/messages/queue.ts',
    from: ".where('due_at', '>', nowMs)\n    .where(({ or, eb, ref })",
    to: ".where('due_at', '<', 0)\n    .where(({ or, eb, ref })",
  },
  {
    name: 'an outcome that the disk refused is written again',
    file: 'src/dispatch/flights/settler.ts',
    from: 'refused.flatMap(([, batch]) => batch)',
    to: 'refused.flatMap(() => [])',
  },
];
