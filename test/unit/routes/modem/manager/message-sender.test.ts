import { expect, test } from 'vitest';
import type { Call, Reply } from '../../../../../src/routes/modem/manager/bus/manager-bus.ts';
import { MessageSender } from '../../../../../src/routes/modem/manager/send/message-sender.ts';
import { References } from '../../../../../src/routes/modem/manager/send/references.ts';
import { makePart } from '../../../../support/modem/part.ts';
import { RouteRecorder } from '../../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const LOST: Reply<never> = { kind: 'lost', reason: 'Message recipient disconnected without replying' };

/** Sends a message through a bus that answers Create and Send so. */
const sendThrough = async (create: Reply<unknown>, send: Promise<Reply<unknown>>, text = 'Flood warning') => {
  const clock = new VirtualClock();
  const told = new RouteRecorder();
  const sender = new MessageSender({
    clock,
    events: told,
    references: new References(),
    carrier: () => 'imsi',
    serviceCentre: undefined,
    partMs: 180_000,
    restMs: () => 2000,
    conclude: () => undefined,
  });
  const calls: string[] = [];
  const bus = {
    call: <T>({ member }: Call) => {
      calls.push(member);
      const reply =
        member === 'Create' ? Promise.resolve(create) : member === 'Send' ? send : Promise.resolve(LOST);
      return reply as Promise<Reply<T>>;
    },
    properties: () => Promise.resolve({ kind: 'ok' as const, value: { MessageReference: 5 } }),
  };
  const part = makePart(clock.now(), { text });
  const message = { parts: [part], text, settle: () => undefined } as const;
  const gone = new AbortController();
  const result = sender.send({ bus, path: '/modem', gone: gone.signal }, message);
  return {
    clock,
    calls,
    outcome: result.then(({ outcomeOf, counts }) => ({ ...outcomeOf(part, 0), counts })),
  };
};

const CREATED: Reply<unknown> = { kind: 'ok', value: '/sms' };

test('a message of which Send has no reply any more is uncertain, and counts for the limits of the SIM', async () => {
  const { outcome } = await sendThrough(CREATED, Promise.resolve(LOST));
  expect(await outcome).toMatchObject({ kind: 'uncertain', counts: true });
});

test('a message of which Create has no reply any more was surely not sent', async () => {
  const { outcome, calls } = await sendThrough(LOST, Promise.resolve(LOST));
  expect(await outcome).toMatchObject({ kind: 'retry', counts: false });
  expect(calls).toEqual(['Create']);
});

test('a message has as much time for its answer as each of its parts may take', async () => {
  const { clock, outcome } = await sendThrough(CREATED, new Promise(() => undefined), 'x'.repeat(307));
  let ended = false;
  void outcome.then(() => {
    ended = true;
  });
  await clock.advance(3 * 180_000 - 1);
  expect(ended).toBe(false);
  await clock.advance(1);
  expect(await outcome).toMatchObject({ kind: 'uncertain', reason: 'no result from the modem in time' });
  expect(clock.pending).toBe(0);
});
