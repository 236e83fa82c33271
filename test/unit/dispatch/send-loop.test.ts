import { describe, expect, test } from 'vitest';
import { priorities } from '../../../src/domain/messages/priority.ts';
import type { ClaimRequest, ClaimResult } from '../../../src/domain/messages/queue.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { DispatchRig, many } from '../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../support/dispatch/fake-route.ts';
import { MemoryStore } from '../../support/dispatch/memory-store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const LONG = 'Crue rapide : gagnez les hauteurs. '.repeat(12);

/** Claims are made, and known when the test says that they are synced. */
class SlowDisk extends MemoryStore {
  readonly #unsynced: (() => void)[] = [];

  override async claim(request: ClaimRequest): Promise<ClaimResult> {
    const result = await super.claim(request);
    await new Promise<void>((resolve) => this.#unsynced.push(resolve));
    return result;
  }

  async sync(): Promise<void> {
    for (const resolve of this.#unsynced.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Gives the second of the first claim broken, as a fault of ours might. */
class BreaksOne extends MemoryStore {
  override async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { claimed, nextDueAt } = await super.claim(request);
    const broken = claimed.map((message, index) =>
      index === 1 && this.claims.length === 1
        ? {
            ...message,
            get to(): never {
              throw new Error('broken');
            },
          }
        : message,
    );
    return { claimed: broken, nextDueAt };
  }
}

const prioritiesOf = (route: FakeRoute) => route.submitted.map(({ priority }) => priority);

describe('what leaves', () => {
  test('is the most urgent, whatever came first', async () => {
    const a = new FakeRoute('a');
    a.state = 'down';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...priorities.toReversed().flatMap((priority) => many(3, { priority })));
    a.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(prioritiesOf(a)).toEqual(priorities.flatMap((priority) => [priority, priority, priority]));
    await rig.stop();
  });

  test('leaves a tenth of the window to what is critical, however much else waits', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { rates: { a: 1000 } });
    await rig.accept(...many(1000, { priority: 'high' }));
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(90);
    await rig.accept(...many(20, { priority: 'critical' }));
    await rig.clock.advance(50);
    expect(prioritiesOf(a).slice(90)).toEqual(Array(10).fill('critical'));
    await rig.stop();
  });

  test('is never more than the window less the place kept for critical ones, and as much as it', async () => {
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(50));
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(9);
    a.answerSilent('accepts', 4);
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(a.submitted).toHaveLength(13);
    await rig.stop();
  });

  test('fills the room that answers make while the claim before is synced, and never more than it', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    await rig.accept(...many(50));
    await rig.clock.advance(0);
    await store.sync();
    expect(a.submitted).toHaveLength(9);
    for (const answered of [4, 3]) {
      a.answerSilent('accepts', answered);
      rig.dispatcher.changed();
      await rig.clock.advance(0);
    }
    expect(store.claims.slice(1).map(({ maxParts }) => maxParts)).toEqual([4, 3]);
    await store.sync();
    expect(a.submitted).toHaveLength(16);
    await rig.stop();
  });

  test('is a critical message before others also while two claims of critical ones are synced', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    await rig.accept(...many(20, { priority: 'critical' }), ...many(20, { priority: 'high' }));
    await rig.clock.advance(0);
    await store.sync();
    expect(a.submitted).toHaveLength(10);
    // The first two are claimed for at once, what the third makes room for waits for those claims.
    for (const answered of [1, 1, 4]) {
      a.answerSilent('accepts', answered);
      rig.dispatcher.changed();
      await rig.clock.advance(0);
    }
    await store.sync();
    await store.sync();
    expect(prioritiesOf(a)).toEqual(Array(16).fill('critical'));
    await rig.stop();
  });

  test('is also others while two claims of critical ones are synced, where those had all that waited before', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 10;
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    await rig.accept(...many(10, { priority: 'critical' }));
    await rig.clock.advance(0);
    await store.sync();
    await rig.accept(...many(3, { priority: 'critical' }), ...many(20, { priority: 'high' }));
    for (const answered of [1, 1, 4]) {
      a.answerSilent('accepts', answered);
      rig.dispatcher.changed();
      await rig.clock.advance(0);
    }
    await store.sync();
    await store.sync();
    const others = Array(3).fill('high');
    expect(prioritiesOf(a).slice(10)).toEqual(['critical', 'critical', ...others, 'critical']);
    await rig.stop();
  });

  test('is what came while a claim was under way too, though that found the queue empty behind it', async () => {
    const store = new SlowDisk();
    const a = new FakeRoute('a');
    a.window = 1;
    const rig = await DispatchRig.start([a], { store });
    await rig.accept({});
    await rig.clock.advance(0);
    // The claim has the room, so that nothing asks for this one until it comes back.
    await rig.accept({});
    await rig.clock.advance(0);
    expect(store.claims).toHaveLength(1);
    await store.sync();
    await rig.clock.advance(0);
    await store.sync();
    expect(a.submitted).toHaveLength(2);
    await rig.stop();
  });

  test('leaves at its time also where that comes while a claim that found nothing due is synced', async () => {
    const store = new SlowDisk();
    const clock = new VirtualClock();
    const a = new FakeRoute('a');
    const dueAt = clock.now() + 5;
    const before = await DispatchRig.start([a], { store, clock });
    await before.accept({ dueAt });
    await before.stop();
    a.state = 'up';
    const rig = await DispatchRig.start([a], { store, clock });
    await clock.advance(10);
    await store.sync();
    await clock.advance(10);
    await store.sync();
    expect(a.submitted).toHaveLength(1);
    await rig.stop();
  });

  test('leaves though one that was claimed with it cannot be launched, and that is said', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { store: new BreaksOne() });
    const [, broken] = await rig.accept(...many(5));
    await rig.clock.advance(0);
    expect(a.submitted).toHaveLength(4);
    expect(rig.log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ message: broken?.message.id }),
      }),
    );
    await rig.stop();
  });

  test('keeps the contract, and a critical one that comes later waits for no more than two bursts', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { rates: { a: 100 } });
    await rig.accept(...many(1000));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(480);
    expect(a.submitted.length).toBeLessThanOrEqual(504);
    const before = a.submitted.length;
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(50);
    expect(prioritiesOf(a).slice(before)).toContain('critical');
    await rig.stop();
  });

  test('counts each part of a long message against the contract of its route, not the message', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { rates: { a: 100 } });
    await rig.accept(...many(300, { parts: 3, text: LONG }));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(480);
    expect(a.submitted.length).toBeLessThanOrEqual(504);
    await rig.stop();
  });

  test('has one reference for the parts of a long message, and another for the next, also past 255', async () => {
    const a = new FakeRoute('a');
    a.window = 1000;
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(300, { parts: 3, text: LONG }));
    await rig.clock.advance(5000);
    expect(a.submitted).toHaveLength(900);
    const references = new Map(a.submitted.map(({ messageId, reference }) => [messageId, reference]));
    expect(a.submitted.filter(({ messageId, reference }) => references.get(messageId) !== reference)).toEqual(
      [],
    );
    expect(new Set(references.values()).size).toBe(300);
    await rig.stop();
  });

  test.each([0, 50, 1000, 5000])('uses the contract whole though answers take %i ms', async (latencyMs) => {
    const a = new FakeRoute('a');
    a.window = 1000;
    a.latencyMs = latencyMs;
    const rig = await DispatchRig.start([a], { rates: { a: 100 } });
    await rig.accept(...many(1000));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(490);
    await rig.stop();
  });

  test('is handed over once, and is on disk as being sent before that', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    a.answers = ({ messageId }) => {
      expect(rig.store.of(messageId)).toMatchObject({ state: 'sending', route: 'a' });
      return 'accepts';
    };
    await rig.accept(...many(300));
    await rig.clock.advance(1000);
    expect(new Set(a.given).size).toBe(300);
    expect(a.given).toHaveLength(300);
    expect(rig.store.count('sent')).toBe(300);
    await rig.stop();
  });

  test('leaves at its time when it is scheduled, not before and not much after', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    const now = rig.clock.now();
    await rig.accept({ dueAt: now + 90_000 }, { dueAt: now + 30_000 });
    await rig.clock.advance(29_999);
    expect(a.submitted).toHaveLength(0);
    await rig.clock.advance(1);
    expect(a.submitted).toHaveLength(1);
    await rig.clock.advance(60_000);
    expect(a.submitted).toHaveLength(2);
    await rig.stop();
  });

  test('may be scheduled for longer than a timer can wait', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    const now = rig.clock.now();
    const monthMs = 30 * 86_400_000;
    await rig.accept({ dueAt: now + monthMs, validUntil: now + 2 * monthMs });
    // Every second the watchdog looks: some hours stand for the month.
    await rig.clock.advance(2 * 3_600_000);
    expect(a.submitted).toHaveLength(0);
    await rig.stop();
  });
});

describe('a lane', () => {
  const plan = [
    { when: { prefix: ['+336'] }, tiers: [['a']] },
    { when: { prefix: ['+331'] }, tiers: [['b']] },
  ];
  const mobile = '+33639980001' as never;
  const fixed = '+33199000001' as never;

  test('whose routes are down holds no other, and leaves when they are back', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    a.state = 'down';
    const rig = await DispatchRig.start([a, b], { plan });
    await rig.accept(
      ...many(200, { to: mobile, priority: 'critical' }),
      ...many(5, { to: fixed, priority: 'low' }),
    );
    await rig.clock.advance(1000);
    expect(b.submitted).toHaveLength(5);
    a.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(1000);
    expect(a.submitted).toHaveLength(200);
    await rig.stop();
  });

  test('takes turns with another for a route that both need', async () => {
    const a = new FakeRoute('a');
    a.window = 2;
    a.answers = () => 'silent';
    const shared = [
      { when: { prefix: ['+336'] }, tiers: [['a']] },
      { when: { prefix: ['+331'] }, tiers: [['a']], spillAfter: '1s' },
    ];
    const rig = await DispatchRig.start([a], { plan: shared });
    await rig.accept(...many(50, { to: mobile }), ...many(50, { to: fixed }));
    for (let round = 0; round < 20; round++) {
      await rig.clock.advance(10);
      a.answerSilent('accepts');
      rig.dispatcher.changed();
    }
    const first = a.submitted.slice(0, 30).filter(({ to }) => to === mobile).length;
    expect(first).toBeGreaterThan(8);
    expect(first).toBeLessThan(22);
    await rig.stop();
  });
});

describe('two carriers in one tier', () => {
  test('share, as far as the windows go', async () => {
    const routes = [new FakeRoute('a'), new FakeRoute('b')] as const;
    for (const route of routes) {
      route.window = 50;
      route.answers = () => 'silent';
    }
    const rig = await DispatchRig.start(routes);
    await rig.accept(...many(200));
    for (let round = 0; round < 20; round++) {
      await rig.clock.advance(20);
      for (const route of routes) route.answerSilent('accepts');
      rig.dispatcher.changed();
    }
    const [a, b] = routes.map(({ submitted }) => submitted.length);
    expect((a ?? 0) + (b ?? 0)).toBe(200);
    expect(Math.min(a ?? 0, b ?? 0)).toBeGreaterThan(60);
    await rig.stop();
  });
});

describe('a disk that refuses', () => {
  test('stops the sending: what cannot be noted does not leave; and it goes on by itself', async () => {
    const a = new FakeRoute('a');
    a.state = 'down';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(10));
    rig.store.diskFull = true;
    a.state = 'up';
    rig.dispatcher.changed();
    await rig.clock.advance(30_000);
    expect(a.submitted).toHaveLength(0);
    rig.store.diskFull = false;
    await rig.clock.advance(2000);
    expect(rig.store.count('sent')).toBe(10);
    expect(new Set(a.given).size).toBe(a.given.length);
    await rig.stop();
  });

  test('does not lose what was answered meanwhile, nor claims while it is not noted', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(10));
    await rig.clock.advance(0);
    rig.store.diskFull = true;
    a.answerSilent('accepts');
    await rig.accept(...many(10));
    await rig.clock.advance(60_000);
    expect(a.submitted).toHaveLength(10);
    rig.store.diskFull = false;
    a.answers = () => 'accepts';
    await rig.clock.advance(3000);
    expect(rig.store.count('sent')).toBe(20);
    expect(a.submitted).toHaveLength(20);
    await rig.stop();
  });

  test('is asked once a second, not in a loop', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept(...many(10));
    rig.store.diskFull = true;
    await rig.clock.advance(60_000);
    expect(rig.store.claims.length).toBeLessThan(70);
    await rig.stop();
  });
});

describe('while nothing can be sent the disk is left alone', () => {
  const claimsIn = async (rig: DispatchRig, ms: number) => {
    const before = rig.store.claims.length;
    await rig.clock.advance(ms);
    return rig.store.claims.length - before;
  };

  test('when nothing waits', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept(...many(3));
    await rig.clock.advance(1000);
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test('when what waits is for later', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept({ dueAt: rig.clock.now() + 600_000, validUntil: rig.clock.now() + 900_000 });
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test('when every route is down, or disabled', async () => {
    const a = new FakeRoute('a');
    a.state = 'down';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(100));
    expect(await claimsIn(rig, 60_000)).toBe(0);
    a.state = 'up';
    await rig.dispatcher.setEnabled('a', false);
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test('when the window is full', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(500));
    await rig.clock.advance(1000);
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test.each(['throttles', 'errs', 'timesOut', 'unsent'] as const)(
    'but for a few claims a second, when the only route %s',
    async (answer) => {
      const a = new FakeRoute('a');
      a.answers = () => answer;
      const rig = await DispatchRig.start([a]);
      await rig.accept({ onUncertain: 'resend', priority: 'critical' });
      expect(await claimsIn(rig, 60_000)).toBeLessThan(11 * 60);
      await rig.stop();
    },
  );
});

describe('a carrier that puts off whatever it is given', () => {
  test.each(['errs', 'timesOut'] as const)(
    'and %s is only tried, a few times a second, and given all again as soon as it takes one',
    async (answer) => {
      const a = new FakeRoute('a');
      a.latencyMs = 5;
      a.answers = () => answer;
      const rig = await DispatchRig.start([a]);
      await rig.accept(...many(300, { onUncertain: 'resend', priority: 'critical' }));
      await rig.clock.advance(10_000);
      const before = a.submitted.length;
      await rig.clock.advance(60_000);
      expect(a.submitted.length - before).toBeLessThan(5 * 60);
      expect(a.submitted.length).toBeGreaterThan(before);
      a.answers = () => 'accepts';
      await rig.clock.advance(400_000);
      expect(rig.store.count('sent')).toBe(300);
      await rig.stop();
    },
  );

  test('has the most urgent tried first', async () => {
    const a = new FakeRoute('a');
    a.latencyMs = 5;
    a.answers = () => 'errs';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(100, { priority: 'low' }));
    await rig.clock.advance(10_000);
    const [urgent] = await rig.accept({ priority: 'critical' });
    const before = a.submitted.length;
    a.answers = () => 'accepts';
    await rig.clock.advance(600);
    expect(a.submitted.slice(before, before + 2).map(({ messageId }) => messageId)).toContain(
      urgent?.message.id,
    );
    await rig.stop();
  });
});

describe('an outcome at fault', () => {
  test('holds no other: the rest of its turn is written', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    const stored = await rig.accept(...many(20));
    const [bad] = stored;
    if (bad === undefined) throw new Error('nothing was stored');
    rig.store.poisonous.add(bad.message.id);
    await rig.clock.advance(1000);
    expect(rig.store.count('sent')).toBe(19);
    expect(rig.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await rig.stop();
  });
});

describe('a gateway that stops', () => {
  test('claims nothing more, gives back what had not left, and notes what is answered', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { rates: { a: 10 } });
    await rig.accept(...many(100));
    await rig.clock.advance(1000);
    const left = a.submitted.length;
    const stopping = rig.stop();
    await rig.clock.advance(0);
    await stopping;
    expect(a.stopped).toBe(true);
    expect(a.submitted).toHaveLength(left);
    expect(rig.store.count('sending')).toBe(left);
    expect(rig.store.count('queued')).toBe(100 - left);
    expect(rig.clock.pending).toBe(0);
  });

  test('and starts again goes on with what waits, and with what was in doubt', async () => {
    const store = new MemoryStore();
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a], { store });
    const [held] = await rig.accept({ onUncertain: 'hold' });
    const [resent] = await rig.accept({ onUncertain: 'resend' });
    await rig.clock.advance(0);
    a.state = 'down';
    const [waiting] = await rig.accept({});
    await rig.stop();

    const again = await DispatchRig.start([new FakeRoute('a')], { store, clock: rig.clock });
    await again.clock.advance(20_000);
    expect([held, resent, waiting].map((one) => one?.state)).toEqual(['uncertain', 'sent', 'sent']);
    expect([held, resent, waiting].map((one) => one?.possibleDuplicate)).toEqual([false, true, false]);
    await again.stop();
  });

  test('with a disk that refuses still stops', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(3));
    await rig.clock.advance(0);
    rig.store.diskFull = true;
    await rig.stop();
    expect(rig.clock.pending).toBe(0);
  });
});

describe('a route that an operator disables', () => {
  test('takes nothing more until it is enabled, also after a restart', async () => {
    const store = new MemoryStore();
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a], { store });
    expect(await rig.dispatcher.setEnabled('a', false)).toBe(true);
    await rig.accept(...many(3));
    await rig.clock.advance(5000);
    expect(a.submitted).toHaveLength(0);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'disabled' });
    await rig.stop();

    const b = new FakeRoute('a');
    const again = await DispatchRig.start([b], { store, clock: rig.clock });
    await again.clock.advance(5000);
    expect(b.submitted).toHaveLength(0);
    await again.dispatcher.setEnabled('a', true);
    await again.clock.advance(0);
    expect(b.submitted).toHaveLength(3);
    await again.stop();
  });

  test('stays as it was when that cannot be kept', async () => {
    const a = new FakeRoute('a');
    const rig = await DispatchRig.start([a]);
    rig.store.diskFull = true;
    await expect(rig.dispatcher.setEnabled('a', false)).rejects.toBeInstanceOf(TocsinError);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'up' });
    await rig.stop();
  });

  test('that nobody knows is told as unknown', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    expect(await rig.dispatcher.setEnabled('z', false)).toBe(false);
    await rig.stop();
  });
});
