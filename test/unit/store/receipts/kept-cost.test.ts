import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import type { Db } from '../../../../src/store/db.ts';
import { Batches } from '../../../../src/store/thread/batches.ts';
import { openBehind } from '../../../support/store/behind-the-store.ts';
import { countStatements } from '../../../support/store/count-statements.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  freshLane,
  newMessage,
  numberOf,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const MESSAGES = 50;
const KEPT = 1000;

let disk: StoreOnDisk;
let db: Db;
let batches: Batches;
let statements = 0;
let refs = 0;
const queued: MessageId[] = [];

/** Begins as the thread of the database does. */
const start = (): void => {
  db = openBehind(disk.path);
  countStatements(db, () => statements++);
  batches = new Batches(db, DEFAULT_INTAKE_LIMITS);
  batches.recall();
};

beforeAll(async () => {
  disk = await StoreOnDisk.open();
  const lane = freshLane();
  const messages = Array.from({ length: KEPT + 3 * MESSAGES }, () => newMessage({ lane }));
  await disk.store.enqueue(messages);
  queued.push(...messages.map(({ id }) => id));
  await disk.store.close();
  start();
});
afterAll(async () => {
  db.close();
  await disk.remove();
});

const call = (...[name, ...args]: [name: 'settle' | 'receipts', ...args: readonly unknown[]]) => {
  const [result] = batches.run([[name, args]], () => undefined);
  if (result === undefined || 'failed' in result) throw new Error(result?.failed);
  return result.value;
};

/** Messages that a route has now. */
const claimed = (count: number): readonly Pick<Claimed, 'id' | 'attempt'>[] => {
  const claim = db.prepare(
    "UPDATE messages SET state = 1, attempt = 1, route = 'carrier-a', claimed_at = ? WHERE id = ?",
  );
  return queued.splice(-count).map((id) => {
    claim.run(T0 + 1, id);
    return { id, attempt: 1 };
  });
};

const statementsOf = (work: () => void): number => {
  const before = statements;
  work();
  return statements - before;
};

/** How many statements it takes to write answers in time, and their receipts, of messages for which nothing is kept. */
const costOfPlain = () => {
  const messages = claimed(MESSAGES).map((message) => ({ message, ref: `plain-${++refs}` }));
  const answers = messages.map(({ message, ref }) => accepted(message, ref, { single: true }));
  return {
    answers: statementsOf(() => call('settle', answers)),
    receipts: statementsOf(() =>
      call(
        'receipts',
        messages.map(({ ref }) => receipt(ref)),
        T0 + 50,
      ),
    ),
  };
};

const keepStrays = (): void => {
  const strays = Array.from({ length: KEPT }, () => receipt(`stray-${++refs}`, { to: numberOf(9999) }));
  call('receipts', strays, T0 + 60, true);
};

describe('kept receipts and unanswered parts, however many there are,', () => {
  test('cost answers in time, and their receipts, no further SQL statement, even after a restart', () => {
    const calm = costOfPlain();
    // One statement for each part, and a few for all of them together.
    expect(calm.answers).toBeLessThan(MESSAGES + 10);
    keepStrays();
    const lost = claimed(KEPT);
    call(
      'settle',
      lost.map((message) => unanswered(message)),
    );
    expect(costOfPlain()).toEqual(calm);
    db.close();
    start();
    expect(costOfPlain()).toEqual(calm);
  });

  test('cost another unmatched receipt no more SQL statements than the first one', () => {
    const one = () =>
      statementsOf(() =>
        call('receipts', [receipt(`stray-${++refs}`, { to: numberOf(9998) })], T0 + 70, true),
      );
    const first = one();
    keepStrays();
    for (let count = 0; count < 300; count++) one();
    expect(one()).toBe(first);
  });

  test('under one id cost another receipt with that id no more SQL statements than the first: only the newest are read', () => {
    const sameId = (text: string) => receipt('0', { evidence: text });
    const cost = (text: string) => statementsOf(() => call('receipts', [sameId(text)], T0 + 80, true));
    const first = cost('first');
    for (let count = 0; count < KEPT; count++) cost(`text ${count}`);
    expect(cost('last')).toBe(first);
    expect(call('receipts', [sameId('last')], T0 + 81, true)).toEqual([{ kind: 'repeated' }]);
    expect(call('receipts', [sameId('first')], T0 + 82, true)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
  });
});

test('when more parts await a receipt under one id than are read, only a receipt that names the phone of a part that was read is matched', async () => {
  const own = await StoreOnDisk.open();
  const { store } = own;
  const MANY = 300;
  const messages = [];
  for (let count = 0; count < MANY; count++) messages.push(await claimedOf(store));
  await store.settle(messages.map((message) => accepted(message, '17', { single: true })));
  const [first] = messages;
  const last = messages.at(-1);
  const evidence = (text: string) => ({ evidence: text });
  expect(await store.record([receipt('17', evidence('nobody'))], T0 + 50)).toEqual([
    { kind: 'kept', reason: 'ambiguous' },
  ]);
  expect(await store.record([receipt('17', { to: last?.to, ...evidence('last') })], T0 + 50)).toEqual([
    { kind: 'matched', ref: '17' },
  ]);
  expect(await store.record([receipt('17', { to: first?.to, ...evidence('first') })], T0 + 50)).toEqual([
    { kind: 'kept', reason: 'ambiguous' },
  ]);
  await own.remove();
});

test('an answer finds its early receipt among a thousand others, and so does a late answer after a restart', async () => {
  const own = await StoreOnDisk.open();
  const strays = Array.from({ length: KEPT }, (_, index) => receipt(`beside-${index}`));
  const early = await claimedOf(own.store);
  const lost = await claimedOf(own.store);
  await own.store.record(strays, T0 + 5);
  await own.store.record([receipt('0early'), receipt('late')], T0 + 5);
  await own.store.settle([accepted(early, 'early', { single: true }), unanswered(lost)]);
  await own.reopen();
  await own.store.settle([acceptedLate(lost, '00late')]);
  const states = await Promise.all([early, lost].map(async ({ id }) => (await own.store.get(id))?.state));
  expect(states).toEqual(['delivered', 'delivered']);
  await own.remove();
});
