import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal } from '../../../src/domain/messages/state.ts';
import { DispatchRig, many } from '../../support/dispatch/dispatch-rig.ts';
import { type Answer, FakeRoute } from '../../support/dispatch/fake-route.ts';

const carrierAndModem = async (answers: Answer) => {
  const carrier = new FakeRoute('carrier');
  const modem = new FakeRoute('modem', 'modem');
  carrier.answers = () => answers;
  modem.window = 1;
  modem.latencyMs = 3000;
  return { carrier, modem, rig: await DispatchRig.start([carrier, modem]) };
};

describe('a critical message goes by the modem within seconds', () => {
  test.each<[Answer, number]>([
    ['errs', 12_000],
    ['throttles', 12_000],
    ['refusesRoute', 4000],
    ['timesOut', 12_000],
  ])('when the carrier %s every part', async (answers, withinMs) => {
    const { modem, rig } = await carrierAndModem(answers);
    const [message] = await rig.accept({ priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(withinMs);
    expect(message?.state).toBe('sent');
    expect(modem.submitted).toHaveLength(1);
    await rig.stop();
  });

  test('when the carrier has taken nothing for 20 s', async () => {
    const { rig } = await carrierAndModem('errs');
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(20_000);
    const [next] = await rig.accept({ priority: 'critical' });
    await rig.clock.advance(3500);
    expect(next).toMatchObject({ state: 'sent', route: 'modem' });
    await rig.stop();
  });

  test('when the carrier is down', async () => {
    const { carrier, modem, rig } = await carrierAndModem('accepts');
    carrier.state = 'down';
    const [message] = await rig.accept({ priority: 'critical' });
    await rig.clock.advance(4000);
    expect(message?.state).toBe('sent');
    expect(modem.submitted).toHaveLength(1);
    await rig.stop();
  });

  test('when the carrier never answers: the messages that it has stay in doubt, and later messages go by the modem', async () => {
    const { carrier, modem, rig } = await carrierAndModem('silent');
    await rig.accept(...many(3, { priority: 'critical' }));
    await rig.clock.advance(6000);
    expect(carrier.submitted).toHaveLength(3);
    carrier.window = 3;
    const [after] = await rig.accept({ priority: 'critical' });
    await rig.clock.advance(4000);
    expect(after?.state).toBe('sent');
    expect(modem.submitted).toHaveLength(1);
    await rig.stop();
  });

  test('when the carrier puts off this message and carries every other message', async () => {
    const { carrier, modem, rig } = await carrierAndModem('accepts');
    const bad = '+33639989999';
    carrier.answers = ({ to }) => (to === bad ? 'errs' : 'accepts');
    const [message] = await rig.accept({ to: bad as never, priority: 'critical' });
    for (let second = 0; second < 20; second++) {
      await rig.accept(...many(5, { priority: 'critical' }));
      await rig.clock.advance(1000);
    }
    expect(message?.state).toBe('sent');
    expect(message?.route).toBe('modem');
    expect(modem.submitted).toHaveLength(1);
    await rig.stop();
  });
});

describe('the modem is spared', () => {
  test('while the carrier carries all messages', async () => {
    const { modem, rig } = await carrierAndModem('accepts');
    await rig.accept(...many(450, { priority: 'critical' }));
    await rig.clock.advance(30_000);
    expect(modem.submitted).toHaveLength(0);
    expect(rig.store.count('sent')).toBe(450);
    await rig.stop();
  });

  test('and low messages wait for the carrier, even if it is down for 30 minutes', async () => {
    const { carrier, modem, rig } = await carrierAndModem('accepts');
    carrier.state = 'down';
    await rig.accept({ priority: 'low' });
    await rig.clock.advance(1_800_000);
    expect(modem.submitted).toHaveLength(0);
    carrier.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(carrier.submitted).toHaveLength(1);
    await rig.stop();
  });

  test('again as soon as the carrier is back', async () => {
    const { carrier, modem, rig } = await carrierAndModem('accepts');
    carrier.state = 'down';
    await rig.accept(...many(500, { priority: 'critical' }));
    await rig.clock.advance(30_000);
    const byModem = modem.submitted.length;
    expect(byModem).toBeGreaterThan(5);
    carrier.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(10_000);
    expect(rig.store.count('sent')).toBe(500);
    await rig.accept(...many(100, { priority: 'critical' }));
    await rig.clock.advance(10_000);
    expect(modem.submitted.length).toBeLessThanOrEqual(byModem + 3);
    await rig.stop();
  });

  test('for critical messages: while they wait, its only place is not given to messages of priority high', async () => {
    const { carrier, modem, rig } = await carrierAndModem('accepts');
    carrier.state = 'down';
    await rig.accept(...many(50, { priority: 'high' }));
    await rig.clock.advance(31_000);
    await rig.accept(...many(5, { priority: 'critical' }));
    const before = modem.submitted.length;
    await rig.clock.advance(18_000);
    expect(
      modem.submitted
        .slice(before)
        .map(({ priority }) => priority)
        .slice(0, 5),
    ).toEqual(Array(5).fill('critical'));
    await rig.stop();
  });
});

describe('a carrier that delivers and never answers', () => {
  test('is given a message with onUncertain resend fewer than twelve times in an hour if there is no other route', async () => {
    const carrier = new FakeRoute('carrier');
    carrier.answers = () => 'timesOut';
    const rig = await DispatchRig.start([carrier]);
    await rig.accept({ priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(3_700_000);
    expect(carrier.submitted.length).toBeGreaterThan(3);
    expect(carrier.submitted.length).toBeLessThan(12);
    expect(rig.store.count('uncertain')).toBe(1);
    await rig.stop();
  });

  test('is given a message with onUncertain hold only once', async () => {
    const carrier = new FakeRoute('carrier');
    carrier.answers = () => 'timesOut';
    const rig = await DispatchRig.start([carrier]);
    await rig.accept(...many(20, { onUncertain: 'hold' }));
    await rig.clock.advance(600_000);
    expect(carrier.submitted).toHaveLength(20);
    expect(rig.store.count('uncertain')).toBe(20);
    await rig.stop();
  });
});

describe('two routes that both put off every part', () => {
  test('are tried with a message fewer than 80 times in a minute, since each try is a write to disk', async () => {
    const routes = [new FakeRoute('a'), new FakeRoute('b')];
    for (const route of routes) route.answers = () => 'unsent';
    const rig = await DispatchRig.start(routes);
    await rig.accept({ priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(60_000);
    const tries = routes.reduce((sum, { submitted }) => sum + submitted.length, 0);
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(80);
    await rig.stop();
  });
});

/** A fault of a route or of the disk, and the messages that are accepted during it. */
const anyTrouble = fc.record({
  route: fc.constantFrom('a', 'b', 'modem'),
  state: fc.constantFrom('up', 'up', 'degraded', 'down'),
  answers: fc.constantFrom<Answer>(
    'accepts',
    'silent',
    'timesOut',
    'refusesRoute',
    'throttles',
    'errs',
    'unsent',
    'rejects',
  ),
  diskFull: fc.constantFrom(false, false, false, true),
  enabled: fc.constantFrom(true, true, true, false),
  waitMs: fc.constantFrom(0, 10, 700, 4000, 20_000),
  accept: fc.nat(8),
});

describe('after any series of faults of routes and disk', () => {
  test('each message is sent or has ended, and no message with onUncertain hold was sent twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTrouble, { minLength: 1, maxLength: 12 }), async (troubles) => {
        const routes = [new FakeRoute('a'), new FakeRoute('b'), new FakeRoute('modem', 'modem')];
        const rig = await DispatchRig.start(routes, { rates: { b: 20 } });
        for (const priority of ['critical', 'high', 'normal'] as const) await rig.accept({ priority });
        for (const trouble of troubles) {
          const route = routes.find(({ id }) => id === trouble.route);
          if (route === undefined) continue;
          route.state = trouble.state as FakeRoute['state'];
          route.answers = () => trouble.answers;
          if (trouble.answers !== 'silent') route.answerSilent('timesOut');
          if (!rig.store.diskFull) await rig.dispatcher.setEnabled(route.id, trouble.enabled);
          rig.store.diskFull = trouble.diskFull;
          rig.dispatcher.changed();
          if (!rig.store.diskFull) {
            for (const priority of ['critical', 'normal'] as const) {
              await rig.accept(...many(trouble.accept, { priority, onUncertain: 'resend' }));
              await rig.accept(...many(trouble.accept, { priority, onUncertain: 'hold' }));
            }
          }
          await rig.clock.advance(trouble.waitMs);
        }
        rig.store.diskFull = false;
        for (const route of routes) {
          route.state = 'up';
          route.answers = () => 'accepts';
          route.answerSilent('timesOut');
          await rig.dispatcher.setEnabled(route.id, true);
        }
        rig.dispatcher.changed();
        await rig.clock.advance(300_000);
        const left = [...rig.store.messages.values()].filter(
          ({ state }) => state !== 'sent' && !isFinal(state),
        );
        expect(left.map(({ state, attempt, lane, route }) => ({ state, attempt, lane, route }))).toEqual([]);

        for (const { message, possibleDuplicate } of rig.store.messages.values()) {
          if (message.onUncertain === 'resend') continue;
          expect(possibleDuplicate).toBe(false);
        }
        await rig.stop();
        expect(rig.clock.pending).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
