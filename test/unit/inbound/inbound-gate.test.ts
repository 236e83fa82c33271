import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../src/domain/messages/intake-limits.ts';
import type { Inbox } from '../../../src/domain/messages/queue.ts';
import { InboundGate } from '../../../src/inbound/inbound-gate.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { inbound, numberOf } from '../../support/store/messages.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const LIMITS = {
  ...DEFAULT_INTAKE_LIMITS,
  byRoute: { 'modem-1': { ...DEFAULT_INTAKE_LIMITS.others, perSenderPerHour: 1 } },
  others: { ...DEFAULT_INTAKE_LIMITS.others, perHour: 10, perSenderPerHour: 3 },
};

const gateOn = (own: Partial<Inbox> = {}) => {
  const clock = new VirtualClock();
  const over: string[] = [];
  const kept: string[] = [];
  const inbox: Inbox = {
    receive: async ({ text }) => {
      kept.push(text);
      return { crowded: false };
    },
    showOverdue: async () => 0,
    ...own,
  };
  const received = { count: 0 };
  const gate = new InboundGate({
    limits: LIMITS,
    inbox,
    over: (route, limit) => over.push(`${route} ${limit}`),
    received: () => received.count++,
    clock,
  });
  const say = (text: string, from = numberOf(1), route = 'carrier-a') =>
    gate.take(inbound({ text, from, route }));
  return { gate, clock, over, kept, received, say };
};

test('a call for help never goes to the inbox as what may be a copy', async () => {
  const ends: (number | undefined)[] = [];
  const { gate } = gateOn({
    receive: async ({ linkEndedAt }) => {
      ends.push(linkEndedAt);
      return { crowded: false };
    },
  });
  for (const text of ['SOS', 'STOP', 'au secours']) await gate.take(inbound({ text, linkEndedAt: 7 }));
  expect(ends).toEqual([0, 7, 0]);
});

describe('messages from phones', () => {
  test('are stored up to the hourly limit of their sender, and from the next hour on again', async () => {
    const { say, clock, over, kept } = gateOn();
    for (const text of ['1', '2', '3']) expect(await say(text)).toBe('kept');
    expect(await say('4')).toBe('overLimit');
    expect(await say('other', numberOf(2))).toBe('kept');
    await clock.advance(HOUR_MS);
    expect(await say('5')).toBe('kept');
    expect(kept).toEqual(['1', '2', '3', 'other', '5']);
    expect(over).toEqual(['carrier-a perSenderPerHour']);
  });

  test('are stored up to the hourly limit of a route, from any sender', async () => {
    const { say, over, kept } = gateOn();
    for (let index = 0; index < 20; index++) await say(`${index}`, numberOf(index));
    expect(kept).toHaveLength(10);
    expect(over).toEqual(Array.from({ length: 10 }, () => 'carrier-a perHour'));
  });

  test('are held to the limits of their own route if it has some', async () => {
    const { say } = gateOn();
    expect(await say('1', numberOf(1), 'modem-1')).toBe('kept');
    expect(await say('2', numberOf(1), 'modem-1')).toBe('overLimit');
    expect(await say('3', numberOf(1), 'carrier-a')).toBe('kept');
  });

  test('count once per 1,024 characters, and a message that is longer than the limit is stored if it is the first', async () => {
    const { say } = gateOn();
    expect(await say('x'.repeat(60_000))).toBe('kept');
    expect(await say('x')).toBe('overLimit');
    expect(await say('x'.repeat(2049), numberOf(2))).toBe('overLimit');
  });

  test('that the disk refuses do not count, since carrier or modem delivers them again', async () => {
    let full = true;
    const { say, received } = gateOn({
      receive: async () => {
        if (full) throw new TocsinError('storeUnavailable', 'full');
        return { crowded: false };
      },
    });
    for (let index = 0; index < 20; index++) await expect(say('again')).rejects.toThrow('full');
    full = false;
    expect(await say('again')).toBe('kept');
    expect(received.count).toBe(1);
  });

  test('that force incomplete long messages to be shown early are reported as over a limit', async () => {
    const { say, over } = gateOn({ receive: async () => ({ crowded: true }) });
    expect(await say('first part')).toBe('kept');
    expect(over).toEqual(['carrier-a incomplete']);
  });
});

test('at most a hundred messages from phones are given to the writer at once, in order, even after failures', async () => {
  const underway: { readonly text: string; readonly end: (failed: boolean) => void }[] = [];
  let most = 0;
  const { say } = gateOn({
    receive: ({ text }) =>
      new Promise((resolve, reject) => {
        underway.push({
          text,
          end: (failed) => (failed ? reject(new Error('full')) : resolve({ crowded: false })),
        });
        most = Math.max(most, underway.length);
      }),
  });
  const taken = Array.from({ length: 350 }, (_, index) =>
    say(String(index), numberOf(index), `route-${index}`).catch(() => 'failed'),
  );
  const order: string[] = [];
  while (order.length < 350) {
    await nextTurn();
    for (const { text, end } of underway.splice(0)) {
      order.push(text);
      end(order.length % 3 === 0);
    }
  }
  await Promise.all(taken);
  expect(most).toBe(100);
  expect(order).toEqual(Array.from({ length: 350 }, (_, index) => String(index)));
});

test('incomplete long messages that are overdue are shown in batches until no more are left', async () => {
  const left = [100, 100, 7];
  const { gate, received } = gateOn({ showOverdue: async () => left.shift() ?? 0 });
  await gate.showOverdue();
  expect(left).toEqual([]);
  expect(received.count).toBe(3);
});
