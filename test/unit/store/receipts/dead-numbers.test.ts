import { describe, expect, test } from 'vitest';
import {
  countUndelivered,
  isDead,
  type UndeliveredInARow,
} from '../../../../src/domain/people/dead-number.ts';
import { inbound, negative, numberOf, receipt, T0 } from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';

const { disk, sent } = sharedStoreWithReceipts();
const PERMANENT = 'could not be delivered (UNDELIV, err 1)';
const PASSING = 'not delivered before its validity ended (EXPIRED)';

const dead = async () =>
  (
    await disk.store.deadNumbers(
      { postalCode: undefined, list: undefined },
      { limit: 100, cursor: undefined },
    )
  ).items.map(({ number }) => number);

let index = 7000;
const nextNumber = () => numberOf(++index);

const fails = async (to: ReturnType<typeof numberOf>, times: number, reason = PASSING) => {
  for (let time = 0; time < times; time++) {
    const message = await sent({ to });
    await disk.store.record([negative(message.ref, { reason })], T0 + 100 + time);
  }
};

const arrives = async (to: ReturnType<typeof numberOf>, parts = 1) => {
  const message = await sent({ to, parts });
  await disk.store.record(
    message.refs.map((ref) => receipt(ref)),
    T0 + 200,
  );
};

describe('a number', () => {
  test('is dead after three messages in a row that ended undelivered, with the last reasons', async () => {
    const to = nextNumber();
    await fails(to, 2);
    expect(await dead()).not.toContain(to);
    await fails(to, 1, PERMANENT);
    const page = await disk.store.deadNumbers(
      { postalCode: undefined, list: undefined },
      { limit: 100, cursor: undefined },
    );
    expect(page.items.find(({ number }) => number === to)).toMatchObject({
      times: 3,
      permanent: 1,
      last: [{ reason: PASSING }, { reason: PASSING }, { reason: PERMANENT }],
    });
  });

  test('begins anew with each delivered message, and is alive again by one', async () => {
    const to = nextNumber();
    await fails(to, 2);
    await arrives(to);
    await fails(to, 2);
    expect(await dead()).not.toContain(to);
    await fails(to, 1);
    expect(await dead()).toContain(to);
    await arrives(to, 2);
    expect(await dead()).not.toContain(to);
  });

  test('is alive again when a person says so', async () => {
    const to = nextNumber();
    await fails(to, 2);
    const message = await sent({ to });
    await disk.store.record([negative(message.ref)], T0 + 300);
    expect(await dead()).toContain(to);
    expect(await disk.store.revive(to)).toBe(true);
    expect(await disk.store.revive(to)).toBe(false);
    expect(await dead()).not.toContain(to);
  });

  test('is alive again when its phone writes', async () => {
    const to = nextNumber();
    await fails(to, 3);
    await disk.store.receive(inbound({ from: to, text: 'bonjour' }), T0 + 400);
    const [message] = await disk.store.unhandled(10);
    expect(await dead()).toContain(to);
    await disk.store.handleInbound(
      [
        {
          inboxId: message?.id ?? 0,
          number: to,
          text: 'bonjour',
          at: T0 + 400,
          effect: { kind: 'inbox' },
          reply: undefined,
        },
      ],
      { repliesPerHour: 4, repliesPerHourInAll: 10, pageAgainMs: 300_000 },
      T0 + 400,
    );
    expect(await dead()).not.toContain(to);
  });
});

describe('what counts', () => {
  const counted = (...messages: readonly [alert: number | undefined, reason: string][]) =>
    messages.reduce<UndeliveredInARow | undefined>(
      (before, [alert, reason]) => countUndelivered(before, alert, { at: T0, reason }),
      undefined,
    ) ?? expect.fail('nothing counted');

  test('is an alert once, however often it is sent again', () => {
    const twice = counted([1, PASSING], [1, PASSING], [2, PASSING], [1, PASSING]);
    expect(twice).toMatchObject({ times: 2, permanent: 0 });
    expect(isDead(twice)).toBe(false);
    expect(isDead(counted([1, PASSING], [2, PASSING], [3, PASSING]))).toBe(true);
  });

  test.each([PERMANENT, 'rejected by the network or the phone (REJECTD)', 'not obtainable (TP-Status 0x43)'])(
    'is each message of one alert if the reason is permanent: %s',
    (reason) => {
      expect(isDead(counted([1, reason], [1, reason], [1, reason]))).toBe(true);
      expect(isDead(counted([1, reason], [1, PASSING], [1, reason]))).toBe(false);
    },
  );

  test.each([
    'service rejected, given up (TP-Status 0x63)',
    'validity period expired (TP-Status 0x46)',
    'deleted at the carrier (DELETED)',
  ])('is no permanent reason: %s', (reason) => {
    expect(counted([1, reason])).toMatchObject({ permanent: 0 });
  });
});
