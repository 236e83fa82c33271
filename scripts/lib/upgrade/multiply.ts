import Database from 'better-sqlite3';
import { stateCode } from '../../../src/domain/messages/state.ts';

/** Messages that a route has in its hands are at most as many as fit into the windows. */
const MOST_SENDING = 200;
/** Ids of one millisecond (src/domain/messages/message-id.ts). */
const PER_MS = 4096;

type Row = Readonly<Record<string, unknown>>;

/**
 * Adds copies of all messages, with what belongs to each, until there are `count`: earlier by whole spans of the time in
 * which the originals came, with ids and references of their own. They are in no alert, whose figures stay as they are.
 */
export const multiply = (store: string, count: number): void => {
  const db = new Database(store);
  db.pragma('synchronous = OFF');
  const [originals = 0, first = 0, last = 0] = db
    .prepare<[], [number, number, number]>('SELECT count(*), min(id), max(id) FROM messages')
    .raw()
    .get() ?? [0, 0, 0];
  const spanMs = Math.ceil((last - first + 1) / PER_MS) + 1000;
  db.transaction(() => {
    // The gateway writes the blocks of the search by number anew.
    db.exec('DELETE FROM message_blocks; DELETE FROM messages_to;');
    db.exec('CREATE TEMP TABLE pattern AS SELECT id FROM messages');
    const sending = db
      .prepare<[number], number>('SELECT count(*) FROM messages WHERE state = ?')
      .pluck()
      .get(stateCode('sending'));
    for (let copy = 1, made = originals; made < count; copy++, made += originals) {
      if (copy * (sending ?? 0) > MOST_SENDING) db.exec(WITHOUT_SENDING);
      copyAll(db, copy, copy * spanMs);
    }
  })();
  db.close();
};

const columnsOf = (db: Database.Database, table: string): readonly string[] =>
  db
    .prepare<[], Row>(`PRAGMA table_info(${table})`)
    .all()
    .map(({ name }) => String(name));

const TIMES = /(?:^|_)at$/;

const WITHOUT_SENDING = `DELETE FROM pattern WHERE id IN (SELECT id FROM messages WHERE state = ${stateCode('sending')})`;

const copyAll = (db: Database.Database, copy: number, earlierMs: number): void => {
  const shift = earlierMs * PER_MS;
  const own: Readonly<Record<string, string>> = {
    message_id: `message_id - ${shift}`,
    carrier_ref: `'${copy}-' || carrier_ref`,
    alert: 'NULL',
    wave: 'NULL',
  };
  const insert = (table: string, id: string, more: Readonly<Record<string, string>> = {}): void => {
    const names = columnsOf(db, table).filter((name) => table !== 'events' || name !== 'id');
    const values = names.map(
      (name) =>
        more[name] ?? own[name] ?? (TIMES.test(name) && name !== 'due_at' ? `${name} - ${earlierMs}` : name),
    );
    db.exec(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${table}
      WHERE ${id} IN (SELECT id FROM pattern)`);
  };
  insert('messages', 'id', { id: `id - ${shift}`, due_at: 'due_at' });
  for (const table of ['parts', 'events', 'unanswered']) insert(table, 'message_id');
};
