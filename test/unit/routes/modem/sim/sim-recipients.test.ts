import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { type Harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { MemorySimRepository } from '../../../../support/modem/memory-sim-repository.ts';

const number = (index: number): Msisdn => `+3363998${String(index).padStart(4, '0')}` as Msisdn;
const A = number(1);
const B = number(2);
const C = number(3);
const REACHED = "the SIM's limit of 2 recipients in any 31 days is reached; it sends only to these";

const send = async ({ route, clock }: Harness, to: Msisdn, own: object = {}) => {
  const outcome = route.submit(part(clock, { to, ...own }));
  await clock.advance(0);
  return outcome;
};

describe('a SIM that may write to two recipients a month', () => {
  const twoAMonth = (simRepository = new MemorySimRepository()) =>
    ready({ simRepository, config: { recipientsPerMonth: 2 } });

  it('sends to two, and puts off a message to a third for another route, without a word to the network', async () => {
    const made = await twoAMonth();
    expect(await send(made, A)).toMatchObject({ kind: 'accepted' });
    expect(await send(made, B)).toMatchObject({ kind: 'accepted' });
    expect(await send(made, C)).toMatchObject({ kind: 'retry', reason: REACHED, throttled: false });
    expect(made.modem.pdus).toHaveLength(2);
    await stop(made.route);
  });

  it('still sends to those two, and stays usable for them: it is degraded, with the reason, and has room', async () => {
    const made = await twoAMonth();
    for (const to of [A, B]) await send(made, to);
    expect(made.route.status()).toMatchObject({
      state: 'degraded',
      reason: REACHED,
      modem: { simLimitLeft: 0 },
    });
    expect(made.route.status().room).toBeGreaterThan(0);
    expect(await send(made, A)).toMatchObject({ kind: 'accepted' });
    await stop(made.route);
  });

  it('sends all parts of a message to its last new recipient', async () => {
    const made = await twoAMonth();
    await send(made, A);
    for (const index of [1, 2, 3])
      expect(await send(made, B, { part: index, parts: 3 })).toMatchObject({ kind: 'accepted' });
    expect(await send(made, C, { part: 1, parts: 3 })).toMatchObject({ kind: 'retry' });
    await stop(made.route);
  });

  it('has a place left after the network refused the message to a new recipient', async () => {
    const made = await twoAMonth();
    await send(made, A);
    made.modem.results.push(['+CMS ERROR: 28']);
    await send(made, B);
    expect(made.route.modemDetails().simLeft.recipientsPerMonth).toBe(1);
    expect(await send(made, C)).toMatchObject({ kind: 'accepted' });
    await stop(made.route);
  });

  it('tells how many it may still write to, and is a worse choice the fewer they are', async () => {
    const made = await twoAMonth();
    expect(made.route.status().modem?.simLimitLeft).toBe(2);
    await send(made, A);
    expect(made.route.modemDetails().simLeft).toEqual({
      perMinute: undefined,
      perHour: undefined,
      perDay: undefined,
      perMonth: undefined,
      recipientsPerMonth: 1,
    });
    expect(made.route.status().modem?.simLimitLeft).toBe(1);
    await stop(made.route);
  });

  it('remembers them over a restart of the gateway', async () => {
    const before = await twoAMonth();
    for (const to of [A, B]) await send(before, to);
    await stop(before.route);
    const after = await twoAMonth(before.simRepository);
    expect(await send(after, C)).toMatchObject({ kind: 'retry' });
    expect(await send(after, B)).toMatchObject({ kind: 'accepted' });
    await stop(after.route);
  });

  it('sends nothing while it cannot be read from disk whom it wrote to', async () => {
    const simRepository = new MemorySimRepository();
    simRepository.recipients = () => Promise.reject(new Error('disk'));
    const made = await twoAMonth(simRepository);
    expect(await send(made, A)).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/not known/) });
    await stop(made.route);
  });

  it('takes new recipients again once one is older than 31 days', async () => {
    const simRepository = new MemorySimRepository();
    const made = await twoAMonth(simRepository);
    for (const to of [A, B]) await send(made, to);
    simRepository.recipients = () => Promise.resolve(new Set([B]));
    await made.clock.advance(15 * 60_000);
    expect(made.route.status()).toMatchObject({ state: 'up', reason: undefined });
    expect(await send(made, C)).toMatchObject({ kind: 'accepted' });
    await stop(made.route);
  });
});

it('a SIM without that limit has its recipients counted too, so that the limit holds from the day it is set', async () => {
  const before = await ready();
  for (const to of [A, B]) await send(before, to);
  await stop(before.route);
  const { simRepository } = before;
  const after = await ready({ simRepository, config: { recipientsPerMonth: 2 } });
  expect(await send(after, C)).toMatchObject({ kind: 'retry', reason: REACHED });
  await stop(after.route);
});

it('the limits of a SIM are told each by itself, by minute, hour, day and month', async () => {
  const made = await ready({ config: { limits: { perMinute: 5, perHour: 10, perMonth: 100 } } });
  await send(made, A);
  expect(made.route.modemDetails().simLeft).toEqual({
    perMinute: 4,
    perHour: 9,
    perDay: undefined,
    perMonth: 99,
    recipientsPerMonth: undefined,
  });
  await stop(made.route);
});
