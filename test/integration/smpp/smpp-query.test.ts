import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { Smsc, type SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { Gateway } from '../../support/gateway/gateway.ts';

const UNDELIVERABLE = '+33639980099';
const VALID_MS = 10_000;
const GRACE_MS = 3_600_000;

/** A gateway whose clock can be set ahead, and a carrier that sends no receipts. */
const rig = async (options: SmscOptions = {}, query = true) => {
  const smsc = await Smsc.start(options);
  onTestFinished(() => smsc.close());
  smsc.misbehave({ noReceipt: true, undeliverable: new Set([UNDELIVERABLE]) });
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => Date.now() + aheadMs };
  const carrier = { host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', query };
  const routes = [{ id: 'orange', type: 'smpp' as const, ...carrier }];
  const gateway = await Gateway.start({ sender: 'PREFECTURE', routes }, { clock });
  onTestFinished(() => gateway.stop());
  const { api } = gateway;
  const sent = async (message: object): Promise<string> => {
    const { id } = await api.send({ to: '+33639980001', text: 'Crue', validFor: 'PT10S', ...message });
    await api.untilState(id, 'sent');
    return id;
  };
  const setAhead = (ms: number) => {
    aheadMs = ms;
  };
  return { smsc, api, sent, setAhead };
};

test('a message without a receipt is asked about with query_sm before it is given up, and the answer settles it', async () => {
  const { smsc, api, sent, setAhead } = await rig({ ids: 'hex' });
  const short = await sent({});
  const long = await sent({ text: 'Leave the river banks now. '.repeat(8), from: '+33199000001' });
  const failed = await sent({ to: UNDELIVERABLE });
  expect(smsc.stats.queries).toBe(0);

  setAhead(VALID_MS + GRACE_MS - 60_000);
  const settled = await api.untilState(short, 'delivered');
  await api.untilState(long, 'delivered');
  const { reason } = await api.untilState(failed, 'undelivered');
  expect(reason).toMatch(/^could not be delivered \(UNDELIV/);
  expect(JSON.stringify(settled.timeline)).toContain('query_sm_resp: message_state 2 (DELIVRD)');
  expect(smsc.stats.queries).toBe(4);
  expect(smsc.violations).toEqual([]);
});

test('a message whose state the carrier does not know is asked about once with query_sm, and given up when its time is over', async () => {
  const { smsc, api, sent, setAhead } = await rig({ receiptDelayMs: 3_600_000 });
  const id = await sent({});
  setAhead(VALID_MS + GRACE_MS - 60_000);
  const noted = await api.until(
    () => api.message(id),
    ({ timeline }) => timeline.some(({ evidence }) => evidence?.includes('message_state 1') === true),
  );
  expect(noted.state).toBe('sent');
  setAhead(VALID_MS + GRACE_MS + 60_000);
  await api.untilState(id, 'unconfirmed');
  expect(smsc.stats.queries).toBe(1);
});

test('no query_sm is sent by a route without the query setting', async () => {
  const { smsc, api, sent, setAhead } = await rig({}, false);
  const id = await sent({});
  setAhead(VALID_MS + GRACE_MS + 60_000);
  await api.untilState(id, 'unconfirmed');
  expect(smsc.stats.queries).toBe(0);
});
