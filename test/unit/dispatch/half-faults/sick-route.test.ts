import { afterEach, describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { type Answer, FakeRoute } from '../../../support/dispatch/fake-route.ts';

let rig: DispatchRig | undefined;
afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

/** A carrier that answers after 1 ms as the test says, beside one that accepts after 50 ms, in one tier. */
const sickBesideGood = async (answer: Answer) => {
  const sick = new FakeRoute('sick');
  const good = new FakeRoute('good');
  sick.latencyMs = 1;
  good.latencyMs = 50;
  // It carries 100 messages a second, so that most are offered to the sick one first.
  good.window = 5;
  sick.answers = () => answer;
  rig = await DispatchRig.start([sick, good]);
  return { sick, good, rig };
};

const refusals = ['blamesMessage', 'refusesRoute', 'refusesUnclear'] as const;

describe('a carrier that refuses every message at once beside one that accepts them', () => {
  test.each(refusals)('(%s) fails no message, and is quarantined', async (answer) => {
    const { sick, rig } = await sickBesideGood(answer);
    for (let i = 0; i < 40; i++) {
      await rig.accept(...many(25, { priority: 'critical' }));
      await rig.clock.advance(100);
    }
    expect(rig.dispatcher.get('sick')).toMatchObject({
      state: 'degraded',
      reason: expect.stringMatching(/^quarantined since .*, and tried with single messages: /),
      quarantine: { reason: expect.any(String) },
    });
    expect(sick.submitted.length).toBeLessThan(100);
    await rig.clock.advance(10_000);
    expect(rig.store.count('sent')).toBe(1000);
    expect(sick.submitted.length).toBeLessThan(110);
  });

  test('is in service again once it accepts a trial', async () => {
    const { sick, rig } = await sickBesideGood('refusesUnclear');
    for (let i = 0; i < 40; i++) {
      await rig.accept(...many(25));
      await rig.clock.advance(100);
    }
    expect(rig.dispatcher.get('sick')?.quarantine).toBeDefined();
    sick.answers = () => 'accepts';
    await rig.accept(...many(1000));
    await rig.clock.advance(6000);
    expect(rig.dispatcher.get('sick')).toMatchObject({ state: 'up', quarantine: undefined });
    await rig.clock.advance(20_000);
    expect(rig.store.count('sent')).toBe(2000);
  });

  test('is not quarantined for a list of wrong numbers that the other carrier refuses too', async () => {
    const { good, rig } = await sickBesideGood('blamesMessage');
    good.answers = () => 'blamesMessage';
    await rig.accept(...many(200));
    await rig.clock.advance(10_000);
    expect(rig.store.count('failed')).toBe(200);
    for (const id of ['sick', 'good']) expect(rig.dispatcher.get(id)).toMatchObject({ state: 'up' });
  });
});

describe('routes that are all quarantined', () => {
  test('are tried every second, and in service as soon as they accept again; no message fails', async () => {
    const modems = ['a', 'b'].map((id) => new FakeRoute(id, 'modem'));
    for (const modem of modems) {
      modem.latencyMs = 100;
      modem.window = 3;
      modem.answers = () => 'refusesUnclear';
    }
    rig = await DispatchRig.start(modems);
    await rig.accept(...many(20, { priority: 'critical' }));
    await rig.clock.advance(60_000);
    expect(modems.map(({ id }) => rig?.dispatcher.get(id)?.quarantine !== undefined)).toEqual([true, true]);
    for (const modem of modems) modem.answers = () => 'accepts';
    await rig.clock.advance(1500);
    expect(rig.store.count('sent')).toBeGreaterThan(0);
    await rig.clock.advance(20_000);
    expect(rig.store.count('sent')).toBe(20);
  });
});
