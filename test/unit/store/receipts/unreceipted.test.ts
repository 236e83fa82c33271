import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Claimed, Deadline } from '../../../../src/domain/messages/queue.ts';
import { accepted, claimedOf, negative, receipt, requeued, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const FIRST: Deadline = { validUntil: 0, messageId: 0 as MessageId };
let routes = 0;
let refs = 0;

/** A carrier that no other test uses. */
const freshRoute = () => `carrier-${++routes}`;

const sent = async (route: string, own: Partial<NewMessage> = {}) => {
  const message = await claimedOf(disk.store, own, { route });
  const given = Array.from({ length: message.parts }, () => `unreceipted-${++refs}`);
  await disk.store.settle(
    given.map((ref, index) =>
      accepted(message, ref, { route, carrier: route, part: index + 1, whole: index + 1 === message.parts }),
    ),
  );
  return { ...message, refs: given };
};

const idsOf = (found: readonly { readonly messageId: MessageId }[]) =>
  found.map(({ messageId }) => messageId);
const until = (route: string, untilMs: number, after = FIRST, messages = 100) =>
  disk.store.unreceipted(route, after, untilMs, messages);
const deadlineOf = ({ id, validUntil }: Claimed): Deadline => ({ messageId: id, validUntil });

test('parts without a receipt are found by their deadline, with all that a query_sm needs', async () => {
  const route = freshRoute();
  const message = await sent(route, { parts: 2, validUntil: T0 + 1000 });
  await disk.store.record([receipt(message.refs[0] ?? '', { route, carrier: route })], T0 + 50);
  expect(await until(route, T0 + 999)).toEqual([]);
  expect(await until(route, T0 + 1000)).toEqual([
    {
      messageId: message.id,
      validUntil: T0 + 1000,
      to: message.to,
      from: 'PREFECTURE',
      part: 2,
      carrier: route,
      carrierRef: message.refs[1],
    },
  ]);
});

test('parts without a receipt come by deadline, then by id, a limited number in each call, and never twice', async () => {
  const route = freshRoute();
  const late = await sent(route, { validUntil: T0 + 2000 });
  const first = await sent(route, { validUntil: T0 + 1000 });
  const second = await sent(route, { validUntil: T0 + 1000 });
  const two = await until(route, T0 + 5000, FIRST, 2);
  expect(idsOf(two)).toEqual([first.id, second.id]);
  expect(idsOf(await until(route, T0 + 5000, deadlineOf(first)))).toEqual([second.id, late.id]);
  expect(await until(route, T0 + 5000, deadlineOf(late))).toEqual([]);
});

test('messages that are settled, were given up, or wait for another attempt are not asked about with query_sm', async () => {
  const route = freshRoute();
  const validUntil = T0 + 1000;
  const delivered = await sent(route, { validUntil });
  const failed = await sent(route, { validUntil });
  const about = (ref: string | undefined) => [ref ?? '', { route, carrier: route }] as const;
  await disk.store.record(
    [receipt(...about(delivered.refs[0])), negative(...about(failed.refs[0]))],
    T0 + 50,
  );
  const again = await claimedOf(disk.store, { validUntil, parts: 2 }, { route });
  await disk.store.settle([
    accepted(again, 'half', { route, carrier: route, whole: false }),
    requeued(again, { route, possibleDuplicate: true }),
  ]);
  await sent(route, { validUntil: T0 + 900 });
  await disk.store.giveUp(0, T0 + 900, T0 + 950);
  expect(await until(route, T0 + 5000)).toEqual([]);
});

test('parts that left by another route are not asked about with query_sm', async () => {
  const [route, other] = [freshRoute(), freshRoute()];
  await sent(route, { validUntil: T0 + 1000 });
  expect(await until(other, T0 + 5000)).toEqual([]);
});
