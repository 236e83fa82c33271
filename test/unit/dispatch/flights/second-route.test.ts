import { beforeEach, describe, expect, test } from 'vitest';
import {
  B_FIRST,
  BOTH,
  byPart,
  FlightRig,
  GRACE_MS,
  kinds,
  longMessage,
  ONLY_A,
  ONLY_B,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
  rig.a.answers = () => 'blamesMessage';
  rig.b.answers = () => 'blamesMessage';
});

const failed = { kind: 'ended', state: 'failed', reason: 'the number is unknown' };

describe('a message whose route blames it by an answer that sick routes give too', () => {
  test('goes by another route at once, not as a possible duplicate, and by its own only if no other is usable', async () => {
    await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: B_FIRST, dueAt: rig.clock.now(), possibleDuplicate: false },
    ]);
  });

  test('fails when a second route blames it too', async () => {
    const message = await rig.launch();
    await rig.launch({ ...message, attempt: 2, lane: B_FIRST }, rig.b);
    expect(rig.take().at(-1)).toMatchObject({ ...failed, key: { ...keyOf(message), attempt: 2 } });
  });

  test.each([
    ['refusesUnclear', B_FIRST],
    ['refusesRoute', ONLY_B],
  ] as const)('(after one that %s) fails only when it is blamed a second time', async (first, lane) => {
    rig.b.answers = () => 'accepts';
    await rig.launch({}, rig.b);
    rig.b.answers = () => 'blamesMessage';
    rig.a.answers = () => first;
    const message = await rig.launch();
    rig.take();
    await rig.launch({ ...message, attempt: 2, lane }, rig.b);
    expect(kinds(rig.take())).toEqual(['requeued']);
    await rig.launch({ ...message, attempt: 3, lane }, rig.b);
    expect(rig.take()).toMatchObject([failed]);
  });

  test('is sent if the second route accepts it', async () => {
    rig.b.answers = () => 'accepts';
    const message = await rig.launch();
    await rig.launch({ ...message, attempt: 2, lane: B_FIRST }, rig.b);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'accepted', whole: true });
  });

  test('is tried once more by its only route, after 3 s, and then fails', async () => {
    const message = await rig.launch({ lane: ONLY_A });
    expect(rig.take()).toMatchObject([{ kind: 'requeued', lane: ONLY_A, dueAt: rig.clock.now() + 3000 }]);
    await rig.launch({ ...message, attempt: 2, lane: ONLY_A });
    expect(rig.take().at(-1)).toMatchObject(failed);
  });

  test('is tried three times by the same route while no other is usable', async () => {
    let message = await rig.launch();
    for (const attempt of [2, 3]) {
      expect(kinds(rig.take())).toEqual(['requeued']);
      message = await rig.launch({ ...message, attempt, lane: B_FIRST });
    }
    expect(rig.take()).toMatchObject([failed]);
  });

  test('does not fail by the word of its only route while that is quarantined', async () => {
    const first = await rig.launch({ lane: ONLY_A });
    rig.standings.proveWrong('a', first.id);
    for (let i = 1; i < 20; i++) await rig.launch({ lane: ONLY_A });
    rig.take();
    for (let attempt = 2; attempt < 10; attempt++) await rig.launch({ ...first, attempt, lane: ONLY_A });
    expect(new Set(kinds(rig.take()))).toEqual(new Set(['requeued']));
    rig.a.answers = () => 'accepts';
    await rig.launch({ lane: ONLY_A });
    rig.a.answers = () => 'blamesMessage';
    await rig.launch({ lane: BOTH });
    rig.take();
    await rig.launch({ ...first, attempt: 10, lane: ONLY_A });
    // Its quarantine has just ended: the next refusal begins it anew.
    expect(kinds(rig.take())).toEqual(['requeued']);
  });

  test('that a second route blames too ends the quarantine that it led to', async () => {
    const first = await rig.launch();
    rig.standings.proveWrong('a', first.id);
    for (let i = 1; i < 20; i++) await rig.launch();
    expect(rig.standings.isQuarantined('a')).toBe(true);
    rig.b.answers = () => 'accepts';
    await rig.launch({ lane: BOTH }, rig.b);
    rig.b.answers = () => 'blamesMessage';
    await rig.launch({ ...first, attempt: 2, lane: B_FIRST }, rig.b);
    expect(rig.take().at(-1)).toMatchObject(failed);
    expect(rig.standings.isQuarantined('a')).toBe(false);
  });
});

describe('a long message of which the route has taken a part and blames another', () => {
  test.each([
    ['accepts', 'undelivered'],
    ['timesOut', 'uncertain'],
  ] as const)('(the first part %s) is tried once more, and is then %s', async (first, state) => {
    rig.a.answers = byPart(first, 'blamesMessage');
    const message = await rig.launch({ ...longMessage(2), lane: ONLY_A });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'requeued', rest: { parts: [2] } });
    const rest = { parts: [2], accepted: first === 'accepts' ? [1] : [], since: 0 };
    await rig.launch({ ...message, rest });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'ended', state, reason: 'the number is unknown' });
  });
});
