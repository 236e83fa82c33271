import { describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

describe('a disk that refuses writes', () => {
  test('stops the sending until it takes writes again, since a message that cannot be claimed must not leave', async () => {
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

  test('loses no answer of a carrier, and lets no message be claimed before the answers are written', async () => {
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

  test('is tried once a second, not in a loop', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept(...many(10));
    rig.store.diskFull = true;
    await rig.clock.advance(60_000);
    expect(rig.store.claims.length).toBeLessThan(70);
    await rig.stop();
  });
});

describe('an outcome that the disk cannot take', () => {
  test('does not block the other outcomes of its batch', async () => {
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
