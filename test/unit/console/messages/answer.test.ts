import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../src/console/api/messages.ts';
import { answerOf, bestOf } from '../../../../src/console/rooms/messages/answer.ts';
import { states } from '../../../../src/domain/messages/state.ts';
import { allWords } from '../../../support/console/all-words.ts';

const AT = '2026-11-26T02:14:22.000Z';
const message = (own: object) => ({
  state: 'sent' as const,
  reason: null,
  route: 'orange',
  possibleDuplicate: false,
  createdAt: '2026-11-26T02:14:00.000Z',
  validUntil: '2026-11-26T03:14:00.000Z',
  sentAt: '2026-11-26T02:14:02.000Z',
  finalAt: AT,
  ...own,
});
const entry = (own: Partial<Entry>): Entry => ({
  at: AT,
  from: 'sent',
  to: 'sent',
  route: 'orange',
  part: null,
  reason: null,
  evidence: null,
  ...own,
});

test('says "not warned" only where nothing can have arrived, and "delivered" only after a receipt', async () => {
  const words = (await allWords('en'))['message-answer'];
  const said = Object.fromEntries(
    states.map((state) => [state, words?.[answerOf(message({ state })).key]?.split(/[: ]/, 2).join(' ')]),
  );
  expect(said).toEqual({
    queued: 'Not warned',
    sending: 'Not known',
    sent: 'Not known',
    delivered: 'Delivered to',
    undelivered: 'Not warned',
    failed: 'Not warned',
    expired: 'Not warned',
    unconfirmed: 'Not known',
    uncertain: 'Not known',
    suppressed: 'Not warned',
    cancelled: 'Not warned',
  });
});

test.each([
  ['sent', 'answerSentInPart'],
  ['unconfirmed', 'answerUnconfirmedInPart'],
] as const)('of a long message that is %s, a receipt for a part of it is told', (state, key) => {
  const timeline = [entry({ part: 1, reason: 'receipt: delivered' })];
  expect(answerOf(message({ state }), timeline)).toMatchObject({ key });
  expect(answerOf(message({ state })).key).not.toBe(key);
});

test('says that a carrier gives no cause but codes, and what to do; a cause in words is told', () => {
  const keyOf = (reason: string) => answerOf(message({ state: 'undelivered', reason })).key;
  expect(keyOf('could not be delivered (UNDELIV, err 006, network error 3/6)')).toBe(
    'answerUndeliveredByCode',
  );
  expect(keyOf('could not be delivered')).toBe('answerUndeliveredByCode');
  expect(keyOf('rejected by the network or the phone (REJECTD)')).toBe('answerUndelivered');
});

test('names the route whose receipt says so, and when', () => {
  const timeline = [entry({ from: 'sent', to: 'delivered', route: 'sfr' })];
  expect(answerOf(message({ state: 'delivered' }), timeline)).toMatchObject({
    key: 'answerDelivered',
    tone: 'good',
    at: AT,
    route: 'sfr',
    notes: [],
  });
});

describe('a doubt is said beside the answer', () => {
  const inDoubt = [
    entry({ from: 'sending', to: 'sending', reason: 'uncertain: the carrier did not answer in time' }),
  ];

  test('a message that waits after an attempt without an answer is not "not warned"', () => {
    expect(answerOf(message({ state: 'queued' }), inDoubt).key).toBe('answerQueuedInDoubt');
    expect(answerOf(message({ state: 'queued', possibleDuplicate: true })).key).toBe('answerQueuedInDoubt');
  });

  test.each(['undelivered', 'failed', 'sent', 'unconfirmed'] as const)(
    '%s after such an attempt',
    (state) => {
      expect(answerOf(message({ state }), inDoubt).notes).toContain('noteEarlier');
    },
  );

  test('a possible duplicate, and a receipt that names the number only', () => {
    const guess = entry({
      reason: 'no answer came; the receipt is for the only unanswered message to this recipient',
    });
    expect(answerOf(message({ state: 'delivered', possibleDuplicate: true }), [guess]).notes).toEqual([
      'noteDuplicate',
      'noteByRecipient',
    ]);
  });
});

test('what is sent, or never got a receipt, is told by the time at which it was taken', () => {
  for (const state of ['sent', 'unconfirmed'])
    expect(answerOf(message({ state })).at).toBe('2026-11-26T02:14:02.000Z');
});

test('of several waves of an alert, the best news count for the person', () => {
  expect(bestOf([{ state: 'suppressed' }, { state: 'undelivered' }, { state: 'delivered' }])?.state).toBe(
    'delivered',
  );
  expect(bestOf([{ state: 'failed' }, { state: 'uncertain' }])?.state).toBe('uncertain');
  expect(bestOf([])).toBeUndefined();
});
