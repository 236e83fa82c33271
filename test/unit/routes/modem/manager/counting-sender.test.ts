import { expect, test } from 'vitest';
import type { Outcome } from '../../../../../src/domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../../../src/domain/routes/route.ts';
import type { Call, Reply } from '../../../../../src/routes/modem/manager/bus/manager-bus.ts';
import { CountingSender } from '../../../../../src/routes/modem/manager/send/counting-sender.ts';
import { References } from '../../../../../src/routes/modem/manager/send/references.ts';
import { SentLog } from '../../../../../src/routes/modem/send/sent-log.ts';
import { SimQuota } from '../../../../../src/routes/modem/sim/sim-quota.ts';
import { DatedSimRepository } from '../../../../support/modem/dated-sim-repository.ts';
import { makePart } from '../../../../support/modem/part.ts';
import { RouteRecorder, recordingLog } from '../../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const SIM = '8933150319000000018';
const SEND_MS = 30_000;
const MINUTE_MS = 60_000;

test('a message that ModemManager sent slowly counts for the limit by the minute from its answer', async () => {
  const clock = new VirtualClock();
  const log = recordingLog();
  const deps = { clock, log, simRepository: new DatedSimRepository(), changed: () => undefined };
  const quota = new SimQuota({ perMinute: 1 }, deps);
  await quota.use(SIM);
  const sender = new CountingSender({
    ...{ clock, log, quota, routeId: 'stick-1', sent: new SentLog(), events: new RouteRecorder() },
    ...{ references: new References(), carrier: () => 'imsi', serviceCentre: undefined, partMs: 180_000 },
    ...{ restMs: () => 2000, conclude: () => undefined, simName: () => SIM, isReady: () => true },
  });
  const bus = {
    call: <T>({ member }: Call): Promise<Reply<T>> =>
      new Promise((resolve) => {
        const reply: Reply<unknown> = { kind: 'ok', value: member === 'Create' ? '/sms' : undefined };
        clock.after(member === 'Send' ? SEND_MS : 0, () => resolve(reply as Reply<T>));
      }),
    properties: () => Promise.resolve({ kind: 'ok' as const, value: { MessageReference: 5 } }),
  };
  const part = makePart(clock.now(), { text: 'Flood warning' });
  const outcomes: Outcome[] = [];
  const settle = (outcomeOf: (of: OutgoingPart, index: number) => Outcome): void => {
    outcomes.push(outcomeOf(part, 0));
  };
  const present = { bus, path: '/modem', gone: new AbortController().signal };
  void sender.send(present, { parts: [part], text: part.text, settle });
  await clock.advance(SEND_MS);
  expect(outcomes).toMatchObject([{ kind: 'accepted' }]);
  await clock.advance(MINUTE_MS - 1);
  expect(quota.now?.lengths.now).toBe(0);
  await clock.advance(6000);
  expect(quota.now?.lengths.now).toBe(1);
  quota.close();
});
