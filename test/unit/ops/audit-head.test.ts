import { expect, test } from 'vitest';
import { auditHeadTeller } from '../../../src/ops/audit-head.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

test('the head of the audit log is told once a day, as an event and in the log', async () => {
  const clock = new VirtualClock();
  const told: unknown[] = [];
  const lines: object[] = [];
  const log = { debug() {}, info: (fields: object) => lines.push(fields), warn() {}, error() {} };
  let id = 0;
  const head = async () => ({ id: ++id, hash: 'a' });
  const publish = async (type: string, data: unknown): Promise<void> => {
    told.push([type, data]);
  };
  const teller = auditHeadTeller({ auditHead: head }, { publish }, clock, log);
  teller.start();
  await clock.advance(60_000);
  for (let hour = 0; hour < 49; hour++) await clock.advance(3_600_000);
  await teller.stop();
  expect(told).toEqual([1, 2, 3].map((row) => ['audit.head', { row, hash: 'a' }]));
  expect(lines).toEqual([1, 2, 3].map((row) => ({ row, hash: 'a' })));
});
