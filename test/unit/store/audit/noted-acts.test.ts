import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Act, acting } from '../../../../src/kernel/acts/acting.ts';
import { Looper } from '../../../../src/kernel/looper.ts';
import { quietLog } from '../../../support/log/suite-log.ts';
import { chainIn, faultOf, note } from '../../../support/store/chain.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const act = (serial = 1): Act => ({
  serial,
  at: 7,
  actor: { id: 'user:1', name: 'Anna' },
  action: 'api.change',
  subject: 'api:POST /v1/lists',
  detail: {},
});
const actions = () => chainIn(disk.path).rows.map(({ at, action }) => `${at} ${action}`);
const kept = { owner: 'o', key: 'k', digest: 'd' };
const optOut = (number: string) =>
  disk.store.optOut({ number: number as never, listId: 0, source: 'operator', evidence: 'x', at: 1 });

test('a change on behalf of somebody has its entry in the same commit, whatever comes after it', async () => {
  await acting(act(), () => optOut('+33639980001'));
  expect(actions()).toEqual(['7 api.change']);
  expect(faultOf(disk.path)).toBeUndefined();
});

test('a request that changes something in many calls has one entry, and two requests have two', async () => {
  await acting(act(1), async () => {
    await optOut('+33639980001');
    await optOut('+33639980002');
  });
  await acting(act(2), () => optOut('+33639980003'));
  expect(actions()).toEqual(['7 api.change', '7 api.change']);
});

test('a named thing that is made through a query has its entry too', async () => {
  const { lists } = disk.store;
  await acting(act(), () => lists.create('Riverains', { description: 'x' } as never, 1));
  expect(actions()).toEqual(['7 api.change']);
});

test('a call that changes nothing leaves no entry, and neither does what is beside the change', async () => {
  await optOut('+33639980001');
  await acting(act(), async () => {
    await disk.store.optIn('+33639980009' as never, 0);
    await disk.store.optOuts({ number: undefined, listId: undefined }, { limit: 1, cursor: undefined });
    for (const key of [kept, { ...kept, key: 'dropped' }, { ...kept, key: 'failed' }])
      await disk.store.beginAnswer(key);
    await disk.store.keepAnswer(kept, { status: 200, location: undefined, body: '{}' });
    await disk.store.dropAnswer({ ...kept, key: 'dropped' });
    await disk.store.dropUnlessChanged({ ...kept, key: 'failed' }, 1);
  });
  expect(actions()).toEqual([]);
});

test('a call that writes its own entry has no second one', async () => {
  await acting(act(), () =>
    disk.store.addToken(
      {
        id: 'x',
        name: 'x',
        role: 'viewer',
        user: undefined,
        secretHash: new Uint8Array(32),
        createdAt: 1,
        limits: {},
        expiresAt: undefined,
      },
      note({ at: 3, action: 'token.create' }),
    ),
  );
  expect(actions()).toEqual(['3 token.create']);
});

test('a transaction that is made again, since one of its calls failed, leaves the entry once', async () => {
  await acting(act(), async () => {
    // Both are in one transaction, which is made again call by call.
    const good = optOut('+33639980001');
    const bad = disk.store
      .optOut({ number: '+33639980002' as never, listId: 0, source: 'sms', evidence: 'x', at: 'x' as never })
      .catch(() => 'failed');
    expect([await good, await bad]).toEqual([true, 'failed']);
  });
  expect(actions()).toEqual(['7 api.change']);
});

test('a loop that a request woke does not act for that request', async () => {
  const ran = Promise.withResolvers<void>();
  const run = async (): Promise<undefined> => {
    await optOut('+33639980001');
    ran.resolve();
  };
  const looper = new Looper(run, { clock: disk.clock, log: quietLog, failure: 'x' });
  acting(act(), () => looper.start());
  await ran.promise;
  await looper.stop();
  expect(actions()).toEqual([]);
});
