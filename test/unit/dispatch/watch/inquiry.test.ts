import { expect, test } from 'vitest';
import { Inquiry } from '../../../../src/dispatch/watch/inquiry.ts';
import { RECEIPT_GRACE_MS } from '../../../../src/dispatch/watch/watchdog.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { Deadline, InquiryRepository, Unreceipted } from '../../../../src/domain/messages/queue.ts';
import type { Sender } from '../../../../src/domain/messages/sender.ts';
import type { PartReport, RouteReceipt } from '../../../../src/domain/routes/route.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const DELIVERED: PartReport = { state: 'delivered', reason: undefined, evidence: 'message_state 2' };

/** A carrier with `ask`, whose reports are set by the test. */
class AskedRoute extends FakeRoute {
  readonly asked: (readonly [string, Sender | undefined])[] = [];
  report: PartReport | undefined = DELIVERED;

  readonly ask = async (carrierRef: string, from: Sender | undefined): Promise<PartReport | undefined> => {
    this.asked.push([carrierRef, from]);
    return this.report;
  };
}

class FakeRepository implements InquiryRepository {
  readonly parts: Unreceipted[] = [];
  broken = false;

  add(id: number, validUntil: number, own: Partial<Unreceipted> = {}): void {
    this.parts.push({
      messageId: id as MessageId,
      validUntil,
      to: '+33639980001' as Msisdn,
      from: 'PREFECTURE',
      part: 1,
      carrier: 'orange',
      carrierRef: `ref-${id}`,
      ...own,
    });
  }

  async unreceipted(_route: string, after: Deadline, untilMs: number, messages: number) {
    if (this.broken) throw new Error('the store is out of reach');
    return this.parts
      .filter(({ validUntil }) => validUntil <= untilMs)
      .filter(
        ({ validUntil, messageId }) =>
          validUntil > after.validUntil || (validUntil === after.validUntil && messageId > after.messageId),
      )
      .slice(0, messages);
  }
}

const made = (route: FakeRoute = new AskedRoute('orange')) => {
  const clock = new VirtualClock();
  const repository = new FakeRepository();
  const receipts: RouteReceipt[] = [];
  const log = recordingLog();
  const inquiry = new Inquiry([route], {
    repository,
    receipt: async (receipt) => {
      receipts.push(receipt);
      return { kind: 'matched', ref: receipt.refs[0] };
    },
    clock,
    log,
  });
  inquiry.start();
  return { clock, repository, receipts, log, inquiry };
};

test('a carrier is asked once about a message without a receipt, 5 minutes before it is given up, and the report counts as its receipt', async () => {
  const route = new AskedRoute('orange');
  const { clock, repository, receipts, inquiry } = made(route);
  repository.add(1, clock.now());
  await clock.advance(RECEIPT_GRACE_MS - 5 * MINUTE_MS - 1000);
  expect(route.asked).toEqual([]);
  await clock.advance(2000);
  expect(route.asked).toEqual([['ref-1', { kind: 'alphanumeric', text: 'PREFECTURE' }]]);
  expect(receipts).toEqual([
    { route: 'orange', carrier: 'orange', refs: ['ref-1'], to: '+33639980001', ...DELIVERED },
  ]);
  await clock.advance(5 * MINUTE_MS);
  expect(route.asked).toHaveLength(1);
  inquiry.stop();
  expect(clock.pending).toBe(0);
});

test('a carrier is asked once about each of 175 messages with one deadline, which are more than a batch', async () => {
  const route = new AskedRoute('orange');
  const { clock, repository, inquiry } = made(route);
  for (let id = 1; id <= 175; id++) repository.add(id, clock.now());
  await clock.advance(RECEIPT_GRACE_MS);
  expect(route.asked.map(([ref]) => ref)).toEqual(repository.parts.map(({ carrierRef }) => carrierRef));
  inquiry.stop();
});

test('an inquiry to which the carrier has no report makes no receipt', async () => {
  const route = new AskedRoute('orange');
  route.report = undefined;
  const { clock, repository, receipts, inquiry } = made(route);
  repository.add(1, clock.now(), { from: undefined });
  await clock.advance(RECEIPT_GRACE_MS);
  expect(route.asked).toEqual([['ref-1', undefined]]);
  expect(receipts).toEqual([]);
  inquiry.stop();
});

test('a route that is down is asked about missing receipts when it is back', async () => {
  const route = new AskedRoute('orange');
  route.state = 'down';
  const { clock, repository, inquiry } = made(route);
  repository.add(1, clock.now());
  await clock.advance(RECEIPT_GRACE_MS - MINUTE_MS);
  expect(route.asked).toEqual([]);
  route.state = 'degraded';
  await clock.advance(1000);
  expect(route.asked).toHaveLength(1);
  inquiry.stop();
});

test('an inquiry that fails because of the store is logged and repeated', async () => {
  const route = new AskedRoute('orange');
  const { clock, repository, log, inquiry } = made(route);
  repository.add(1, clock.now());
  repository.broken = true;
  await clock.advance(RECEIPT_GRACE_MS);
  expect(log.lines[0]).toMatchObject({ level: 'error', message: 'carriers cannot be asked about receipts' });
  repository.broken = false;
  await clock.advance(5000);
  expect(route.asked).toHaveLength(1);
  inquiry.stop();
});

test('a report on a message that comes after the gateway stopped is dropped, since the store is closing', async () => {
  const route = new AskedRoute('orange');
  const { clock, repository, receipts, inquiry } = made(route);
  const answer = Promise.withResolvers<void>();
  Object.assign(route, { ask: () => answer.promise.then(() => DELIVERED) });
  repository.add(1, clock.now());
  await clock.advance(RECEIPT_GRACE_MS);
  inquiry.stop();
  answer.resolve();
  await clock.advance(1000);
  expect(receipts).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('a gateway whose routes cannot be asked about receipts makes no inquiries', () => {
  expect(made(new FakeRoute('orange')).clock.pending).toBe(0);
});
