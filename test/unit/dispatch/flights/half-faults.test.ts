import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal } from '../../../../src/domain/messages/state.ts';
import type { OutgoingPart } from '../../../../src/domain/routes/route.ts';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { type Answer, FakeRoute, outcomeOf } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const SPILL_MS = 5000;
const long = (parts: number) => ({ text: longText(parts), parts });
const twoTiers = async () => {
  const a = new FakeRoute('a');
  const b = new FakeRoute('b');
  const plan = [{ tiers: [['a'], ['b']], spillAfter: '5s' }];
  return { a, b, rig: await DispatchRig.start([a, b], { plan }) };
};
const keyOf = ({ messageId, attempt, part }: OutgoingPart) => ({ messageId, attempt, part });
const partsOf = ({ submitted }: FakeRoute) => submitted.map(({ part }) => part);

describe('a critical message of which the first route keeps back some parts, while a second is idle', () => {
  test.each<Answer>(['errs', 'throttles', 'refusesUnclear', 'unsent'])(
    'leaves by the second within its spillAfter when the first %s, marked as a possible duplicate',
    async (answer) => {
      const { a, b, rig } = await twoTiers();
      a.answers = ({ part }) => (part <= 2 ? 'accepts' : answer);
      const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
      await rig.clock.advance(SPILL_MS - 1);
      expect(b.submitted).toHaveLength(0);
      await rig.clock.advance(300);
      expect(partsOf(b)).toEqual([1, 2, 3, 4]);
      expect(message).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: true });
      await rig.stop();
    },
  );

  test('leaves by the first, and by it alone, when that takes the others in time', async () => {
    const { a, b, rig } = await twoTiers();
    let throttles = 3;
    a.answers = ({ part }) => (part <= 2 || throttles-- <= 0 ? 'accepts' : 'throttles');
    const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(4500);
    expect(message).toMatchObject({ state: 'sent', route: 'a', possibleDuplicate: false });
    expect(b.submitted).toHaveLength(0);
    await rig.stop();
  });

  test('leaves by the second at once when the first goes down', async () => {
    const { a, b, rig } = await twoTiers();
    a.answers = ({ part }) => (part <= 2 ? 'accepts' : 'errs');
    await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(1000);
    a.state = 'down';
    rig.dispatcher.changed();
    await rig.clock.advance(300);
    expect(partsOf(b)).toEqual([1, 2, 3, 4]);
    await rig.stop();
  });

  test('is given by the first what is missing, and is not sent anew, where the second is down too', async () => {
    const { a, b, rig } = await twoTiers();
    b.state = 'down';
    let errs = true;
    a.answers = ({ part }) => (part <= 2 || !errs ? 'accepts' : 'errs');
    const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(20_000);
    errs = false;
    await rig.clock.advance(6000);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: false });
    expect(partsOf(a).filter((part) => part <= 2)).toEqual([1, 2]);
    await rig.stop();
  });
});

describe('a long message that is resent, of which routes take a part and lose their links', () => {
  test('is sent anew ever more rarely: every copy of its first part may be a duplicate', async () => {
    const { a, b, rig } = await twoTiers();
    const become = (route: FakeRoute, state: 'up' | 'down') => () => {
      route.state = state;
      rig.dispatcher.changed();
    };
    for (const route of [a, b])
      route.answers = ({ part }) => {
        if (part > 1) return 'unsent';
        rig.clock.after(1, become(route, 'down'));
        rig.clock.after(3000, become(route, 'up'));
        return 'accepts';
      };
    await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(3_500_000);
    expect([...partsOf(a), ...partsOf(b)].filter((part) => part === 1).length).toBeLessThan(13);
    await rig.stop();
  });

  test('is sent anew ever more rarely where its plan says that it spills at once', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    const rig = await DispatchRig.start([a, b], { plan: [{ tiers: [['a'], ['b']], spillAfter: '0s' }] });
    for (const route of [a, b]) route.answers = ({ part }) => (part === 1 ? 'accepts' : 'errs');
    await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(3_500_000);
    expect([...partsOf(a), ...partsOf(b)].filter((part) => part === 1).length).toBeLessThan(16);
    await rig.stop();
  });

  test('goes by the routes that there are after a restart without the one that took a part', async () => {
    const store = new MemoryStore();
    const clock = new VirtualClock();
    const a = new FakeRoute('a');
    a.answers = ({ part }) => (part === 1 ? 'accepts' : 'throttles');
    const before = await DispatchRig.start([a], { store, clock });
    const [message] = await before.accept({ ...long(3), priority: 'critical', onUncertain: 'resend' });
    await clock.advance(1000);
    await before.stop();
    const b = new FakeRoute('b');
    const after = await DispatchRig.start([b], { store, clock });
    await clock.advance(1000);
    expect(partsOf(b)).toEqual([1, 2, 3]);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: true });
    await after.stop();
  });

  test('goes by another route of its tier when its own is down, also where its priority never spills', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    const rig = await DispatchRig.start([a, b], { plan: [{ tiers: [['a', 'b']] }] });
    a.answers = ({ part }) => (part === 1 ? 'accepts' : 'throttles');
    const [message] = await rig.accept({ ...long(3), priority: 'low', onUncertain: 'resend' });
    await rig.clock.advance(1000);
    expect(partsOf(b)).toEqual([]);
    a.state = 'down';
    rig.dispatcher.changed();
    await rig.clock.advance(1000);
    expect(partsOf(b)).toEqual([1, 2, 3]);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: true });
    await rig.stop();
  });
});

describe('a message that a route was given and has not handed over when others may have it', () => {
  const bulkBefore = async (answer: Answer) => {
    const { a, b, rig } = await twoTiers();
    a.window = 3;
    a.answers = ({ part }) => (part === 1 ? 'accepts' : answer);
    return { a, b, rig };
  };

  test('is taken back from a full window whose carrier has stopped answering, and goes by the second', async () => {
    const { a, b, rig } = await bulkBefore('silent');
    await rig.accept({ ...long(4), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(10);
    const [next] = await rig.accept({ ...long(2), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(SPILL_MS + 300);
    expect(a.submitted).toHaveLength(4);
    expect(partsOf(b)).toEqual([1, 2]);
    expect(next).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: false });
    await rig.stop();
  });

  test('stays with a route that is the only one', async () => {
    const a = new FakeRoute('a');
    a.window = 1;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept({ ...long(3), priority: 'critical' });
    await rig.clock.advance(60_000);
    a.answerSilent('accepts');
    await rig.clock.advance(10);
    expect(partsOf(a)).toEqual([1, 2]);
    await rig.stop();
  });
});

describe('a message that is held, of which the route throttles or refuses some parts', () => {
  test.each<Answer>(['throttles', 'refusesRoute', 'refusesUnclear', 'errs'])(
    'when it %s, goes by that route alone, each part once, however long it takes',
    async (answer) => {
      const { a, b, rig } = await twoTiers();
      let puts = true;
      a.answers = ({ part }) => (part !== 2 || !puts ? 'accepts' : answer);
      const [message] = await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'hold' });
      await rig.clock.advance(120_000);
      puts = false;
      await rig.clock.advance(61_000);
      expect(message).toMatchObject({ state: 'sent', route: 'a', attempt: 1, possibleDuplicate: false });
      expect(partsOf(a).filter((part) => part !== 2)).toEqual([1, 3]);
      expect(new Set(a.submitted.map(({ reference }) => reference)).size).toBe(1);
      expect(b.submitted).toHaveLength(0);
      await rig.stop();
    },
  );
});

describe('a message that is held, of which it turns out that the route took nothing', () => {
  test('goes by another route when that one is down: no copy of it is anywhere', async () => {
    const { a, b, rig } = await twoTiers();
    a.answers = ({ part }) => (part === 1 ? 'timesOut' : 'throttles');
    const [message] = await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'hold' });
    await rig.clock.advance(10);
    a.state = 'down';
    rig.dispatcher.changed();
    const first = a.submitted.find(({ part }) => part === 1);
    if (first === undefined) throw new Error('the first part has not left');
    rig.dispatcher.late('a', keyOf(first), outcomeOf('throttles', first));
    await rig.clock.advance(2000);
    expect(partsOf(b)).toEqual([1, 2, 3]);
    expect(message).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: false });
    await rig.stop();
  });
});

describe('a message in doubt', () => {
  const silentForOne = async () => {
    const { a, b, rig } = await twoTiers();
    const [doubtful] = await rig.accept({ priority: 'critical', onUncertain: 'resend' });
    const isIt = ({ messageId }: OutgoingPart) => messageId === doubtful?.message.id;
    a.answers = (part) => (isIt(part) ? 'silent' : 'accepts');
    await rig.clock.advance(10_000);
    a.answerSilent('timesOut');
    return { a, b, rig, doubtful, isIt };
  };

  test('is sent again by another usable route, though the one that left it in doubt carries others', async () => {
    const { a, b, rig, isIt, doubtful } = await silentForOne();
    for (let second = 0; second < 12; second++) {
      await rig.accept({ priority: 'critical' });
      await rig.clock.advance(1000);
    }
    expect(a.submitted.filter(isIt)).toHaveLength(1);
    expect(b.submitted.filter(isIt)).toHaveLength(1);
    expect(doubtful).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: true });
    await rig.stop();
  });

  test('is not the trial by which the silent route shows that it is back', async () => {
    const { a, b, rig, isIt } = await silentForOne();
    a.state = 'down';
    rig.dispatcher.changed();
    b.state = 'down';
    await rig.clock.advance(6000);
    a.state = 'up';
    b.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(1000);
    expect(a.submitted.filter(isIt)).toHaveLength(1);
    expect(b.submitted.filter(isIt)).toHaveLength(1);
    await rig.stop();
  });

  test('is sent again by the same route where no other is usable', async () => {
    const { a, b, rig, isIt } = await silentForOne();
    b.state = 'down';
    rig.dispatcher.changed();
    await rig.clock.advance(6000);
    expect(a.submitted.filter(isIt)).toHaveLength(2);
    await rig.stop();
  });
});

describe('a route that answers nothing any more, which is tried with one message at a time', () => {
  const tryingBulk = async (window: number) => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept({ priority: 'high' });
    await rig.clock.advance(10_000);
    a.answerSilent('timesOut');
    await rig.clock.advance(2500);
    a.window = window;
    await rig.accept({ ...long(3), priority: 'high' }, { ...long(3), priority: 'high' });
    await rig.clock.advance(300);
    const before = a.submitted.length;
    return { a, rig, triedSince: () => a.submitted.slice(before).map(({ priority }) => priority) };
  };

  test('is given a critical message at once, though a message of another priority has no answer yet', async () => {
    const { a, rig, triedSince } = await tryingBulk(10);
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(300);
    expect(triedSince()).toEqual(['critical']);
    await rig.accept({ priority: 'critical' }, { priority: 'high' });
    await rig.clock.advance(5000);
    expect(triedSince()).toEqual(['critical']);
    a.answerSilent('accepts');
    await rig.clock.advance(300);
    expect(triedSince().slice(0, 2)).toEqual(['critical', 'critical']);
    await rig.stop();
  });

  test('is given no critical message beside that trial where another route takes messages', async () => {
    const { a, b, rig } = await twoTiers();
    a.answers = () => 'silent';
    await rig.accept({ priority: 'normal' });
    await rig.clock.advance(10_000);
    a.answerSilent('timesOut');
    await rig.clock.advance(2500);
    await rig.accept({ priority: 'low' });
    await rig.clock.advance(300);
    const before = a.submitted.length;
    const [critical] = await rig.accept({ priority: 'critical' });
    await rig.clock.advance(SPILL_MS);
    expect(a.submitted.slice(before)).toEqual([]);
    expect(b.submitted).toHaveLength(1);
    expect(critical).toMatchObject({ state: 'sent', route: 'b', possibleDuplicate: false });
    await rig.stop();
  });

  test('is given a critical message beside that trial where the other route answers nothing either', async () => {
    const { a, b, rig } = await twoTiers();
    const bulk = ['a', 'b'].map((id) => ({ priority: 'high' as const, routes: [id] }));
    for (const route of [a, b]) route.answers = () => 'silent';
    await rig.accept(...bulk);
    await rig.clock.advance(10_000);
    for (const route of [a, b]) route.answerSilent('timesOut');
    await rig.clock.advance(2500);
    await rig.accept(...bulk);
    await rig.clock.advance(300);
    const before = a.submitted.length;
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(300);
    expect(a.submitted.slice(before).map(({ priority }) => priority)).toEqual(['critical']);
    await rig.stop();
  });

  test('is given a critical message as the next where it takes one part at a time, before the rest of a long one', async () => {
    const { a, rig, triedSince } = await tryingBulk(1);
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(300);
    expect(triedSince()).toEqual([]);
    a.answerSilent('timesOut');
    await rig.clock.advance(10);
    expect(triedSince()).toEqual(['critical']);
    await rig.stop();
  });
});

describe('a graceful shutdown while a long message is going out', () => {
  test.each(['hold', 'resend'] as const)(
    'leaves what had not left to the next start, under %s: same reference, no part twice',
    async (onUncertain) => {
      const store = new MemoryStore();
      const clock = new VirtualClock();
      const before = new FakeRoute('a');
      before.window = 3;
      before.answers = () => 'silent';
      const rig = await DispatchRig.start([before], { store, clock });
      const [message] = await rig.accept({ ...long(4), priority: 'critical', onUncertain });
      await clock.advance(0);
      before.answersAtStop = 'accepts';
      await rig.stop();

      const after = new FakeRoute('a');
      const again = await DispatchRig.start([after], { store, clock });
      await clock.advance(1000);
      expect([...partsOf(before), ...partsOf(after)]).toEqual([1, 2, 3, 4]);
      expect(new Set([...before.submitted, ...after.submitted].map(({ reference }) => reference)).size).toBe(
        1,
      );
      expect(message).toMatchObject({ state: 'sent', attempt: 1, possibleDuplicate: false });
      await again.stop();
    },
  );
});

describe('an answer that says no and does not say whose fault that is (ESME_RSUBMITFAIL)', () => {
  test('given to one part in a hundred by the only route ends no message', async () => {
    const a = new FakeRoute('a');
    let count = 0;
    a.answers = () => (count++ % 100 === 7 ? 'refusesUnclear' : 'accepts');
    const rig = await DispatchRig.start([a]);
    await rig.accept(...Array.from({ length: 1256 }, () => ({})));
    await rig.clock.advance(60_000);
    expect(rig.store.count('sent')).toBe(1256);
    await rig.stop();
  });

  test('given to everything by the only route keeps the messages until it takes them', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'refusesUnclear';
    const rig = await DispatchRig.start([a]);
    await rig.accept({}, { priority: 'critical' });
    await rig.clock.advance(600_000);
    a.answers = () => 'accepts';
    await rig.clock.advance(61_000);
    expect(rig.store.count('sent')).toBe(2);
    await rig.stop();
  });
});

const answer = fc.constantFrom<Answer>(
  'accepts',
  'accepts',
  'accepts',
  'throttles',
  'errs',
  'refusesRoute',
  'refusesUnclear',
  'timesOut',
  'unsent',
);

describe('whatever the routes answer to single parts', () => {
  test('no part of a held message leaves again once it was accepted or is in doubt, by any route', async () => {
    const onePart = fc.record({ answers: fc.array(answer, { minLength: 1, maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(onePart, { minLength: 8, maxLength: 8 }),
        fc.array(fc.constantFrom('stop', 'down', 'wait'), { maxLength: 4 }),
        async (scripts, events) => {
          const store = new MemoryStore();
          const clock = new VirtualClock();
          const taken = new Map<string, number>();
          const begin = async () => {
            const routes = [new FakeRoute('a'), new FakeRoute('b')];
            for (const route of routes) {
              route.answers = ({ messageId, part }) => {
                const script = scripts[(part + Number(messageId) + (route.id === 'a' ? 0 : 4)) % 8]?.answers;
                const now = script?.shift() ?? 'accepts';
                const key = `${messageId}/${part}`;
                if (now === 'accepts' || now === 'timesOut') taken.set(key, (taken.get(key) ?? 0) + 1);
                return now;
              };
            }
            return { routes, rig: await DispatchRig.start(routes, { store, clock }) };
          };
          let { routes, rig } = await begin();
          await rig.accept(
            ...[1, 2, 3, 4].map((parts) => ({ ...long(parts), parts, onUncertain: 'hold' as const })),
          );
          for (const event of events) {
            await clock.advance(1500);
            if (event === 'stop') {
              await rig.stop();
              ({ routes, rig } = await begin());
            }
            const [first] = routes;
            if (event === 'down' && first !== undefined) first.state = first.state === 'up' ? 'down' : 'up';
            rig.dispatcher.changed();
          }
          for (const route of routes) route.state = 'up';
          rig.dispatcher.changed();
          await clock.advance(900_000);
          expect([...taken].filter(([, times]) => times > 1)).toEqual([]);
          for (const { state, possibleDuplicate } of store.messages.values()) {
            expect(state === 'sent' || isFinal(state)).toBe(true);
            expect(possibleDuplicate).toBe(false);
          }
          await rig.stop();
        },
      ),
      { numRuns: 150 },
    );
  });
});
