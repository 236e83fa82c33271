import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft } from '../../../../support/alerts/alert-gateway.ts';
import { expectAllHadIt, firstNumbers } from '../../../../support/gateway/all-had-it.ts';
import { isOver, NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';
import { urlOf } from '../../../../support/postgres/database.ts';
import { numberOf } from '../../../../support/store/messages.ts';

const PEOPLE = 1000;
/** The key of the lock of all writers. */
const WRITES = 0x746f_6373;

let rig: NodesOnCarrier;
let database: pg.Client;

beforeEach(async () => {
  rig = await NodesOnCarrier.make({ submitLatencyMs: 30, window: 3 });
  database = new pg.Client({ connectionString: urlOf(rig.nodes.database) });
  await database.connect();
});
afterEach(async () => {
  await database.end();
  await rig[Symbol.asyncDispose]();
});

/** The transaction that has the lock of all writers, while the server waits for its next statement. */
const idleWriter = async (): Promise<string | undefined> => {
  const { rows } = await database.query<{ one: string }>(`
    SELECT pid || ' ' || xact_start || ' ' || query_start AS one FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objid = ${WRITES} AND state = 'idle in transaction'
      AND pg_stat_activity.datname = current_database()`);
  return rows[0]?.one;
};

/** Freezes the node in the middle of a transaction that writes. */
const freezeWriting = async (name: string): Promise<void> => {
  for (;;) {
    rig.nodes.signal(name, 'SIGSTOP');
    const writer = await idleWriter();
    // That of another node goes on meanwhile.
    await database.query('SELECT pg_sleep(0.2)');
    if (writer !== undefined && (await idleWriter()) === writer) return;
    rig.nodes.signal(name, 'SIGCONT');
    await database.query('SELECT pg_sleep(0.02)');
  }
};

test('a leader that is frozen in a transaction holds up nobody for long, is declared dead, and ends once it goes on', async () => {
  const { north, south } = await rig.startBoth();
  const { id } = await north.create(draft(PEOPLE, { priority: 'critical' }));
  await north.launch(id);
  await rig.smsc.until(({ phones }) => phones.shownCount >= 50);
  await freezeWriting('north');
  // Without a bound, it would be refused: no node could write as long as the other one stands still.
  await south.send({ to: numberOf(5000), text: 'Rien à signaler.' });
  await rig.nodes.heard('south', 'a node no longer beats: it is taken for dead');
  rig.nodes.signal('north', 'SIGCONT');
  await rig.nodes.ended('north');
  await rig.untilLed(south);
  await south.untilAlert(id, isOver);
  expectAllHadIt(rig.smsc, firstNumbers(PEOPLE), await south.messagesOf(id));
  expect(rig.smsc.phones.texts(numberOf(5000))).toHaveLength(1);
});
