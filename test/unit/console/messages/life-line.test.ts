import { expect, test } from 'vitest';
import type { Entry } from '../../../../src/console/api/messages.ts';
import { lifeLine, partsOf } from '../../../../src/console/rooms/messages/one/life-line.ts';

type State = Entry['to'];
let second = 0;
const entry = (from: State | null, to: State, own: Partial<Entry> = {}): Entry => ({
  at: new Date(Date.UTC(2026, 10, 26, 2, 14, second++)).toISOString(),
  from,
  to,
  route: null,
  part: null,
  reason: null,
  evidence: null,
  ...own,
});
const refusedBy = (route: string, reason: string): readonly Entry[] => [
  entry('queued', 'sending', { route }),
  entry('sending', 'queued', {
    route,
    part: 1,
    reason,
    evidence: 'command_status 0x00000058 (ESME_RTHROTTLED)',
  }),
];
const delivered = (route: string): readonly Entry[] => [
  entry('queued', 'sending', { route }),
  entry('sending', 'sending', { route, part: 1, reason: 'accepted', evidence: '17001' }),
  entry('sending', 'sending', { route, part: 2, reason: 'accepted', evidence: '17002' }),
  entry('sending', 'sent', { route }),
  entry('sent', 'sent', { route, part: 1, reason: 'receipt: delivered', evidence: 'id:17001 stat:DELIVRD' }),
  entry('sent', 'sent', { route, part: 2, reason: 'receipt: delivered', evidence: 'id:17002 stat:DELIVRD' }),
  entry('sent', 'delivered', { route }),
];

test('a refused route, another one, and the receipts: each with its own evidence', () => {
  const line = lifeLine({ state: 'delivered' }, [
    entry(null, 'queued'),
    ...refusedBy('orange', 'the carrier says slower'),
    ...delivered('sfr'),
  ]);
  expect(line.map(({ key, route, tone }) => [key, route, tone])).toEqual([
    ['stepQueued', undefined, 'good'],
    ['stepRefused', 'orange', 'bad'],
    ['stepGiven', 'sfr', 'good'],
    ['stepSent', 'sfr', 'good'],
    ['step_delivered', 'sfr', 'good'],
  ]);
  const evidence = line.map(({ entries }) => entries.flatMap((one) => one.evidence ?? []));
  expect(evidence).toEqual([
    [],
    ['command_status 0x00000058 (ESME_RTHROTTLED)'],
    [],
    ['17001', '17002'],
    ['id:17001 stat:DELIVRD', 'id:17002 stat:DELIVRD'],
  ]);
});

test('a route that asks for a slower rate again and again is one step with a count', () => {
  const slower = Array.from({ length: 40 }, () => refusedBy('orange', 'the carrier says slower')).flat();
  const line = lifeLine({ state: 'queued' }, [entry(null, 'queued'), ...slower]);
  expect(line.map(({ key, times }) => [key, times])).toEqual([
    ['stepQueued', 1],
    ['stepRefused', 40],
  ]);
});

test('a route that did not answer is told apart from one that refused', () => {
  const line = lifeLine({ state: 'queued' }, [
    entry(null, 'queued'),
    entry('queued', 'sending', { route: 'orange' }),
    entry('sending', 'sending', { reason: 'uncertain: the carrier did not answer in time' }),
    entry('sending', 'queued', { route: 'orange', reason: 'the carrier did not answer in time' }),
  ]);
  expect(line.at(-1)).toMatchObject({ key: 'stepNoAnswer', tone: 'warn', route: 'orange' });
});

test('after "sent" the receipt is awaited; nothing else is promised', () => {
  const line = lifeLine({ state: 'sent' }, [entry(null, 'queued'), ...delivered('sfr').slice(0, 4)]);
  expect(line.at(-1)).toMatchObject({ key: 'stepAwaited', at: undefined });
});

test('a message that was never sent has one step', () => {
  const line = lifeLine({ state: 'suppressed' }, [entry(null, 'suppressed', { reason: 'has opted out' })]);
  expect(line.map(({ key }) => key)).toEqual(['step_suppressed']);
});

test('each part has its own line, also one that no route took', () => {
  const parts = partsOf(3, delivered('sfr'));
  expect(parts.map(({ part, taken, isDelivered }) => [part, taken?.evidence, isDelivered])).toEqual([
    [1, '17001', true],
    [2, '17002', true],
    [3, undefined, false],
  ]);
});

const receipt = (state: State, part: number, own: Partial<Entry> = {}): Entry =>
  entry(state, state, {
    route: 'sfr',
    part,
    reason: 'receipt: delivered',
    evidence: `stat:DELIVRD ${part}`,
    ...own,
  });
const sentBy = (route: string): readonly Entry[] => delivered(route).slice(0, 4);

test('a receipt that came after the gateway had given up waiting is the evidence of the delivery', () => {
  const line = lifeLine({ state: 'delivered' }, [
    entry(null, 'queued'),
    ...sentBy('sfr'),
    receipt('sent', 1),
    entry('sent', 'unconfirmed', { route: 'sfr', reason: 'no receipt came in time' }),
    receipt('unconfirmed', 2),
    entry('unconfirmed', 'delivered', { route: 'sfr' }),
  ]);
  expect(line.at(-1)?.entries.flatMap(({ evidence }) => evidence ?? [])).toEqual(['stat:DELIVRD 2']);
  expect(line.at(-2)).toMatchObject({ key: 'step_unconfirmed', reason: 'no receipt came in time' });
});

test('a receipt that came before the last answer is the evidence of the delivery too', () => {
  const line = lifeLine({ state: 'delivered' }, [
    entry(null, 'queued'),
    entry('queued', 'sending', { route: 'sfr' }),
    receipt('sending', 1),
    entry('sending', 'delivered', { route: 'sfr' }),
  ]);
  expect(line.map(({ key, entries }) => [key, entries.length])).toEqual([
    ['stepQueued', 1],
    ['stepGiven', 1],
    ['step_delivered', 2],
  ]);
});

test('a route gave a message back when it did, not when it was given', () => {
  const back = refusedBy('orange', 'the carrier says slower');
  const line = lifeLine({ state: 'queued' }, [entry(null, 'queued'), ...back]);
  expect(line.at(-1)?.at).toBe(back[1]?.at);
});

test('the receipt of a part is found in whatever state the message was when it came', () => {
  const early = [
    entry('queued', 'sending', { route: 'sfr' }),
    receipt('sending', 1),
    ...sentBy('sfr').slice(1),
  ];
  const late = [...sentBy('sfr'), entry('sent', 'unconfirmed'), receipt('unconfirmed', 2)];
  expect(partsOf(2, early).map(({ isDelivered }) => isDelivered)).toEqual([true, false]);
  expect(partsOf(2, late).map(({ isDelivered }) => isDelivered)).toEqual([false, true]);
});

test('a late answer is no receipt, and an "on its way" after the delivery takes nothing back', () => {
  const answer = entry('sent', 'sent', {
    route: 'sfr',
    part: 1,
    reason: 'late answer: the carrier says slower',
  });
  const onItsWay = receipt('sent', 2, { reason: 'on its way' });
  const parts = partsOf(2, [...sentBy('sfr'), answer, receipt('sent', 2), onItsWay]);
  expect(parts.map(({ receipt: one }) => one?.reason)).toEqual([undefined, 'receipt: delivered']);
});

test('the receipt of one attempt is never shown beside the answer of another', () => {
  const first = [
    entry('queued', 'sending', { route: 'orange' }),
    entry('sending', 'sending', { route: 'orange', part: 1, reason: 'accepted', evidence: 'o-1' }),
    entry('sending', 'queued', { route: 'orange', reason: 'the carrier did not answer in time' }),
  ];
  const twice = [...first, ...sentBy('sfr'), receipt('sent', 1, { route: 'orange' })];
  expect(partsOf(2, twice)[0]).toMatchObject({ taken: { evidence: 'o-1' }, isDelivered: true });
  const undelivered = receipt('sent', 1, { route: 'orange', reason: 'could not be delivered' });
  expect(partsOf(2, [...first, ...sentBy('sfr'), undelivered])[0]).toMatchObject({
    taken: { route: 'sfr' },
    receipt: undefined,
  });
});
