import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal } from '../../../src/domain/messages/state.ts';
import { DispatchDesk, many } from '../../support/dispatch/dispatch-desk.ts';
import { type Answer, FakeRoute } from '../../support/dispatch/fake-route.ts';

const carrierAndModem = async (answers: Answer) => {
  const carrier = new FakeRoute('carrier');
  const modem = new FakeRoute('modem', 'modem');
  carrier.answers = () => answers;
  modem.window = 1;
  modem.latencyMs = 3000;
  return { carrier, modem, desk: await DispatchDesk.start([carrier, modem]) };
};

describe('a critical message goes by the modem within seconds', () => {
  test.each<[Answer, number]>([
    ['errs', 12_000],
    ['throttles', 12_000],
    ['refusesRoute', 4000],
    ['timesOut', 12_000],
  ])('when the carrier %s whatever it is given', async (answers, withinMs) => {
    const { modem, desk } = await carrierAndModem(answers);
    const [message] = await desk.accept({ priority: 'critical', onUncertain: 'resend' });
    await desk.clock.advance(withinMs);
    expect(message?.state).toBe('sent');
    expect(modem.submitted).toHaveLength(1);
    await desk.stop();
  });

  test('and at once when the carrier has taken nothing for a while', async () => {
    const { desk } = await carrierAndModem('errs');
    await desk.accept({ priority: 'critical' });
    await desk.clock.advance(20_000);
    const [next] = await desk.accept({ priority: 'critical' });
    await desk.clock.advance(3500);
    expect(next).toMatchObject({ state: 'sent', route: 'modem' });
    await desk.stop();
  });

  test('when the carrier is down', async () => {
    const { carrier, modem, desk } = await carrierAndModem('accepts');
    carrier.state = 'down';
    const [message] = await desk.accept({ priority: 'critical' });
    await desk.clock.advance(4000);
    expect(message?.state).toBe('sent');
    expect(modem.submitted).toHaveLength(1);
    await desk.stop();
  });

  test('when the carrier swallows: what it has keeps it in doubt, what comes after goes elsewhere', async () => {
    const { carrier, modem, desk } = await carrierAndModem('silent');
    await desk.accept(...many(3, { priority: 'critical' }));
    await desk.clock.advance(6000);
    expect(carrier.submitted).toHaveLength(3);
    carrier.window = 3;
    const [after] = await desk.accept({ priority: 'critical' });
    await desk.clock.advance(4000);
    expect(after?.state).toBe('sent');
    expect(modem.submitted).toHaveLength(1);
    await desk.stop();
  });

  test('when the carrier puts off this one and carries every other', async () => {
    const { carrier, modem, desk } = await carrierAndModem('accepts');
    const bad = '+33639989999';
    carrier.answers = ({ to }) => (to === bad ? 'errs' : 'accepts');
    const [message] = await desk.accept({ to: bad as never, priority: 'critical' });
    for (let second = 0; second < 20; second++) {
      await desk.accept(...many(5, { priority: 'critical' }));
      await desk.clock.advance(1000);
    }
    expect(message?.state).toBe('sent');
    expect(message?.route).toBe('modem');
    expect(modem.submitted).toHaveLength(1);
    await desk.stop();
  });
});

describe('the modem is spared', () => {
  test('while the carrier does its work', async () => {
    const { modem, desk } = await carrierAndModem('accepts');
    await desk.accept(...many(450, { priority: 'critical' }));
    await desk.clock.advance(30_000);
    expect(modem.submitted).toHaveLength(0);
    expect(desk.store.count('sent')).toBe(450);
    await desk.stop();
  });

  test('what is low: it waits for the carrier, however long that is down', async () => {
    const { carrier, modem, desk } = await carrierAndModem('accepts');
    carrier.state = 'down';
    await desk.accept({ priority: 'low' });
    await desk.clock.advance(1_800_000);
    expect(modem.submitted).toHaveLength(0);
    carrier.state = 'up';
    desk.dispatcher.changed();
    await desk.clock.advance(0);
    expect(carrier.submitted).toHaveLength(1);
    await desk.stop();
  });

  test('again once the carrier is back', async () => {
    const { carrier, modem, desk } = await carrierAndModem('accepts');
    carrier.state = 'down';
    await desk.accept(...many(500, { priority: 'critical' }));
    await desk.clock.advance(30_000);
    const byModem = modem.submitted.length;
    expect(byModem).toBeGreaterThan(5);
    carrier.state = 'up';
    desk.dispatcher.changed();
    await desk.clock.advance(10_000);
    expect(desk.store.count('sent')).toBe(500);
    await desk.accept(...many(100, { priority: 'critical' }));
    await desk.clock.advance(10_000);
    expect(modem.submitted.length).toBeLessThanOrEqual(byModem + 3);
    await desk.stop();
  });

  test('by bulk: it takes the most urgent first, and its one place is never bulk while such a one waits', async () => {
    const { carrier, modem, desk } = await carrierAndModem('accepts');
    carrier.state = 'down';
    await desk.accept(...many(50, { priority: 'high' }));
    await desk.clock.advance(31_000);
    await desk.accept(...many(5, { priority: 'critical' }));
    const before = modem.submitted.length;
    await desk.clock.advance(18_000);
    expect(
      modem.submitted
        .slice(before)
        .map(({ priority }) => priority)
        .slice(0, 5),
    ).toEqual(Array(5).fill('critical'));
    await desk.stop();
  });
});

describe('a carrier that delivers and never answers', () => {
  test('is sent a message again a handful of times in an hour, where there is no other route', async () => {
    const carrier = new FakeRoute('carrier');
    carrier.answers = () => 'timesOut';
    const desk = await DispatchDesk.start([carrier]);
    await desk.accept({ priority: 'critical', onUncertain: 'resend' });
    await desk.clock.advance(3_700_000);
    expect(carrier.submitted.length).toBeGreaterThan(3);
    expect(carrier.submitted.length).toBeLessThan(12);
    expect(desk.store.count('uncertain')).toBe(1);
    await desk.stop();
  });

  test('is sent what is held once', async () => {
    const carrier = new FakeRoute('carrier');
    carrier.answers = () => 'timesOut';
    const desk = await DispatchDesk.start([carrier]);
    await desk.accept(...many(20, { onUncertain: 'hold' }));
    await desk.clock.advance(600_000);
    expect(carrier.submitted).toHaveLength(20);
    expect(desk.store.count('uncertain')).toBe(20);
    await desk.stop();
  });
});

describe('two routes that both put off whatever they are given', () => {
  test('do not toss a message to and fro: each try is a write, and a turn without pause would be a wedge', async () => {
    const routes = [new FakeRoute('a'), new FakeRoute('b')];
    for (const route of routes) route.answers = () => 'unsent';
    const desk = await DispatchDesk.start(routes);
    await desk.accept({ priority: 'critical', onUncertain: 'resend' });
    await desk.clock.advance(60_000);
    const tries = routes.reduce((sum, { submitted }) => sum + submitted.length, 0);
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(80);
    await desk.stop();
  });
});

/** What may happen to the routes and the disk for a while. */
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

describe('whatever routes and disk do for a while', () => {
  test('each message has ended or been sent once they behave again, and none that is held was sent twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTrouble, { minLength: 1, maxLength: 12 }), async (troubles) => {
        const routes = [new FakeRoute('a'), new FakeRoute('b'), new FakeRoute('modem', 'modem')];
        const desk = await DispatchDesk.start(routes, { rates: { b: 20 } });
        for (const priority of ['critical', 'high', 'normal'] as const) await desk.accept({ priority });
        for (const trouble of troubles) {
          const route = routes.find(({ id }) => id === trouble.route);
          if (route === undefined) continue;
          route.state = trouble.state as FakeRoute['state'];
          route.answers = () => trouble.answers;
          if (trouble.answers !== 'silent') route.answerSilent('timesOut');
          if (!desk.store.diskFull) await desk.dispatcher.setEnabled(route.id, trouble.enabled);
          desk.store.diskFull = trouble.diskFull;
          desk.dispatcher.changed();
          if (!desk.store.diskFull) {
            for (const priority of ['critical', 'normal'] as const) {
              await desk.accept(...many(trouble.accept, { priority, onUncertain: 'resend' }));
              await desk.accept(...many(trouble.accept, { priority, onUncertain: 'hold' }));
            }
          }
          await desk.clock.advance(trouble.waitMs);
        }
        desk.store.diskFull = false;
        for (const route of routes) {
          route.state = 'up';
          route.answers = () => 'accepts';
          route.answerSilent('timesOut');
          await desk.dispatcher.setEnabled(route.id, true);
        }
        desk.dispatcher.changed();
        await desk.clock.advance(300_000);
        const left = [...desk.store.messages.values()].filter(
          ({ state }) => state !== 'sent' && !isFinal(state),
        );
        expect(left.map(({ state, attempt, lane, route }) => ({ state, attempt, lane, route }))).toEqual([]);

        for (const { message, possibleDuplicate } of desk.store.messages.values()) {
          if (message.onUncertain === 'resend') continue;
          expect(possibleDuplicate).toBe(false);
        }
        await desk.stop();
        expect(desk.clock.pending).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
