import { expect, test } from 'vitest';
import type { MessageId } from '../../../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import type { Claimed, Settlement } from '../../../../../src/domain/messages/queue.ts';
import type { RouteReceipt } from '../../../../../src/domain/routes/route.ts';
import { packClaimed, unpackClaimed } from '../../../../../src/store/thread/wire/claimed-columns.ts';
import { packReceipts, unpackReceipts } from '../../../../../src/store/thread/wire/receipt-columns.ts';
import {
  packSettlements,
  unpackSettlements,
} from '../../../../../src/store/thread/wire/settlement-columns.ts';

/** A row with a value in each field, also in each optional one. */
type Complete<Row> = { readonly [K in keyof Row]-?: Exclude<Row[K], undefined> };

const receipt: Complete<RouteReceipt> = {
  route: 'carrier-a',
  carrier: 'shared',
  refs: ['1234', '4D2'],
  id: '1234',
  to: '+33639980001' as Msisdn,
  state: 'undelivered',
  reason: 'the phone is not reachable',
  evidence: 'id:1234 stat:UNDELIV',
  unmarked: true,
};

const claimed: Complete<Claimed> = {
  id: 245_621_627_117_735 as MessageId,
  to: '+33639980002' as Msisdn,
  from: 'PREFECTURE',
  text: 'Évacuez par la route de crête',
  priority: 'critical',
  encoding: 'ucs2',
  flash: true,
  parts: 3,
  lane: 5,
  attempt: 2,
  validUntil: 1_795_655_635_942,
  onUncertain: 'resend',
  concatReference: 4711,
  rest: { parts: [2, 3], accepted: [1], since: 1_795_655_600_000 },
};

type Accepted = Extract<Settlement, { kind: 'accepted' }>;
const accepted: Complete<Accepted> = {
  kind: 'accepted',
  key: { messageId: claimed.id, attempt: 2, part: 3 },
  route: 'carrier-a',
  outcome: {
    kind: 'accepted',
    carrier: 'shared',
    carrierRef: '4D2',
    congested: true,
  } satisfies Complete<Accepted['outcome']>,
  at: 1_795_655_635_000,
  whole: true,
  single: true,
};

const without = <Row extends object>(row: Row, ...fields: (keyof Row)[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !fields.includes(name as keyof Row))) as Row;

test('receipts keep every field on their way to the thread of the database, and their order', () => {
  const rows = [
    receipt,
    without(receipt, 'id', 'unmarked'),
    { ...receipt, to: undefined, reason: undefined },
  ];
  expect(unpackReceipts(structuredClone(packReceipts(rows)))).toEqual(rows);
});

test('claimed messages keep every field on their way from the thread of the database, and their order', () => {
  const rows = [claimed, { ...without(claimed, 'rest'), from: undefined }];
  expect(unpackClaimed(structuredClone(packClaimed(rows)))).toEqual(rows);
});

test('settlements keep every field on their way to the thread of the database, and their order', () => {
  const plain = {
    ...without(accepted, 'single'),
    outcome: without(accepted.outcome, 'congested'),
    whole: false,
  };
  const ended: Settlement = {
    kind: 'ended',
    key: accepted.key,
    route: 'carrier-a',
    at: 5,
    state: 'failed',
    reason: 'refused',
    evidence: undefined,
  };
  for (const rows of [[accepted, plain], [accepted, ended, plain], []])
    expect(unpackSettlements(structuredClone(packSettlements(rows)))).toEqual(rows);
});
