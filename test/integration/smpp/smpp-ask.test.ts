import { expect, test } from 'vitest';
import { cstring, pdu } from '../../support/smpp/scripted-smsc.ts';
import { boundSmppRig, smppRig } from '../../support/smpp/smpp-rig.ts';

const QUERY_SM = 0x3;
const GENERIC_NACK = 0x80000000;
const delivered = Buffer.concat([cstring('4F2A'), cstring(''), Buffer.of(2, 0)]);

test('query_sm asks the carrier with the message_id that it gave, and the answer is read', async () => {
  const { route, session } = await boundSmppRig({ query: true });
  const report = route.ask?.('4F2A', { kind: 'shortCode', text: '36180' });
  const question = await session.next(QUERY_SM);
  expect(question.body).toEqual(Buffer.from('4F2A\0\x03\x0036180\0', 'latin1'));
  session.answer(question, 0, delivered);
  expect(await report).toMatchObject({ state: 'delivered' });
});

test('several query_sm at the same time each get their own answer, in any order', async () => {
  const { route, session } = await boundSmppRig({ query: true });
  const reports = ['1', '2'].map((ref) => route.ask?.(ref, undefined));
  const [first, second] = [await session.next(QUERY_SM), await session.next(QUERY_SM)];
  session.answer(second, 0, Buffer.concat([cstring('2'), cstring(''), Buffer.of(5, 0)]));
  session.answer(first, 0, delivered);
  expect(await Promise.all(reports)).toMatchObject([{ state: 'delivered' }, { state: 'undelivered' }]);
});

test.each([
  ['an error', (sequence: number) => pdu(0x80000003, 0x67, sequence)],
  ['generic_nack', (sequence: number) => pdu(GENERIC_NACK, 0x3, sequence)],
])('a query_sm answered with %s gives no state, and the link stays bound', async (_, answerOf) => {
  const { route, session } = await boundSmppRig({ query: true });
  const report = route.ask?.('4F2A', undefined);
  session.send(answerOf((await session.next(QUERY_SM)).sequence));
  expect(await report).toBeUndefined();
  expect(route.status().state).toBe('up');
});

test('a query_sm that is never answered is given up after the response time-out', async () => {
  const { route, session } = await boundSmppRig({ query: true, responseTimeout: '100ms' });
  const report = route.ask?.('4F2A', undefined);
  const question = await session.next(QUERY_SM);
  expect(await report).toBeUndefined();
  session.answer(question, 0, delivered);
  const again = route.ask?.('4F2A', undefined);
  session.answer(await session.next(QUERY_SM), 0, delivered);
  expect(await again).toMatchObject({ state: 'delivered' });
});

test('a query_sm that waits for its answer is given up at once when the link is lost', async () => {
  const { route, session } = await boundSmppRig({ query: true, responseTimeout: '60s' });
  const report = route.ask?.('4F2A', undefined);
  await session.next(QUERY_SM);
  session.socket.destroy();
  expect(await report).toBeUndefined();
});

test('no query_sm is sent for an id that is too long for it, nor to a carrier that is not bound', async () => {
  const { route, session } = await boundSmppRig({ query: true });
  expect(await route.ask?.('x'.repeat(65), undefined)).toBeUndefined();
  expect(session.unread).toEqual([]);
  const down = await smppRig({ query: true });
  expect(await down.route.ask?.('1', undefined)).toBeUndefined();
});

test('a route without the query setting sends no query_sm', async () => {
  expect((await smppRig()).route.ask).toBeUndefined();
});
