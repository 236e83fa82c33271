import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import { Intake } from '../../../src/intake/intake.ts';
import { claimRequest, freshLane, numberOf } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const [OUT, OF_A_LIST, IN] = [numberOf(1), numberOf(2), numberOf(3)];

let disk: StoreOnDisk;
let told: number;
let lane: number;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
  const noted = { source: 'sms', evidence: 'STOP', at: 0 } as const;
  await disk.store.optOut({ number: OUT, listId: 0, ...noted });
  await disk.store.optOut({ number: OF_A_LIST, listId: 7, ...noted });
});
beforeEach(() => {
  told = 0;
  lane = freshLane();
});
afterAll(() => disk.remove());

const ids = new MessageIds(0);
const intake = (messages: 'send' | 'suppress') =>
  new Intake({
    store: disk.store,
    lanes: { numberFor: () => lane },
    ids,
    clock: disk.clock,
    defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: () => true },
    optedOut: messages === 'suppress' ? disk.store : undefined,
    queued: (_lane, _priority, count) => {
      told += count;
    },
  });
const sent = async (rig: Intake, to: string, once?: Parameters<Intake['accept']>[2]) => {
  const acceptance = await rig.accept({ to, text: 'Bonjour' }, 'token-1', once);
  if (acceptance.kind !== 'accepted') throw new Error(acceptance.kind);
  return acceptance.message;
};
const claimed = async () =>
  (await disk.store.claim(claimRequest(lane, { now: disk.clock.now() + 1 }))).claimed.map(({ to }) => to);

describe('a single message to a number that opted out of every list, where the configuration suppresses it', () => {
  test('is accepted as suppressed with the reason, and is never sent', async () => {
    const message = await sent(intake('suppress'), OUT);
    expect(message).toMatchObject({ state: 'suppressed', reason: 'has opted out' });
    expect(await disk.store.get(message.id)).toEqual(message);
    expect(await disk.store.timeline(message.id)).toMatchObject([
      { from: undefined, to: 'suppressed', reason: 'has opted out' },
    ]);
    expect(told).toBe(0);
    expect(await claimed()).toEqual([]);
  });

  test('is returned at a retry with its idempotency key', async () => {
    const once = { key: 'k', digest: 'd' };
    const first = await sent(intake('suppress'), OUT, once);
    expect(await sent(intake('suppress'), OUT, once)).toEqual(first);
  });

  test('is suppressed as a line of a batch, and the other lines are sent', async () => {
    const lines = [OUT, IN, OF_A_LIST].map((to, index) => ({
      line: index + 1,
      raw: String(to),
      input: { to, text: 'Bonjour' },
    }));
    const chunks = (async function* () {
      yield lines;
    })();
    expect(await intake('suppress').acceptBatch(chunks, 'token-1', undefined)).toMatchObject({
      kind: 'done',
      accepted: 3,
    });
    expect(told).toBe(2);
    expect((await claimed()).toSorted()).toEqual([OF_A_LIST, IN]);
  });

  test('is sent if it is the automatic reply that confirms the opt-out', async () => {
    const made = await intake('suppress').prepare({ to: OUT, text: 'Bonjour' }, 'inbound');
    expect(made).not.toHaveProperty('suppressed');
  });
});

test('a single message to a number that opted out is sent where the configuration lets the sender decide', async () => {
  expect(await sent(intake('send'), OUT)).toMatchObject({ state: 'queued' });
  expect(told).toBe(1);
  expect(await claimed()).toEqual([OUT]);
});
