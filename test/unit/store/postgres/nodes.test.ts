import { describe, expect, test } from 'vitest';
import { openStore } from '../../../../src/store/open-store.ts';
import { BEATS_TO_DEATH } from '../../../../src/store/rules/nodes/beat.ts';
import { urlOf } from '../../../support/postgres/database.ts';
import { BEAT, twoNodes } from '../../../support/postgres/two-nodes.ts';
import {
  accepted,
  claimedOf,
  claimRequest,
  freshLane,
  newMessage,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const { both, open, close, beatUntilDeath, name } = twoNodes('nodes');

describe('of several nodes on one database', () => {
  test('each has a number, which it has again after a restart, and no two have one name', async () => {
    const [a, b] = both();
    expect(a.nodes.number).not.toBe(b.nodes.number);
    await expect(open('here')).rejects.toThrow(/another gateway runs on .* as node here/);
    const before = a.nodes.number;
    await close(a);
    expect((await open('here')).nodes.number).toBe(before);
  });

  test('none runs beside a gateway that has no name', async () => {
    const alone = openStore({ kind: 'postgres', url: urlOf(name), isSole: true }, new VirtualClock());
    await expect(alone).rejects.toThrow('one store, one gateway, unless each has a name of its own');
  });

  test('exactly one leads, and another one as soon as that one has left', async () => {
    const [a, b] = both();
    await a.nodes.beat(BEAT);
    const leading = (await b.nodes.beat(BEAT)).nodes.filter(({ leads }) => leads);
    expect(leading.map(({ name }) => name)).toEqual(['here']);
    await a.nodes.leave();
    expect((await b.nodes.beat(BEAT)).nodes).toMatchObject([{ name: 'there', leads: true }]);
  });

  test('one that others cannot reach does not lead', async () => {
    const [a, b] = both();
    expect((await a.nodes.beat({ ...BEAT, url: undefined })).nodes.some(({ leads }) => leads)).toBe(false);
    expect((await b.nodes.beat(BEAT)).nodes.filter(({ leads }) => leads)).toMatchObject([{ name: 'there' }]);
  });
});

describe('when a node ends without a word', () => {
  test('another finds it dead after ten beats, and has what it was sending; what was queued moves on at once', async () => {
    const [a, b] = both();
    const sending = await claimedOf(a);
    const lane = freshLane();
    await a.enqueue([newMessage({ lane })]);
    await a.nodes.beat(BEAT);
    await close(a);
    expect((await b.claim(claimRequest(lane))).claimed).toHaveLength(1);
    const own = (await b.interrupted()).map(({ message }) => message.id);
    expect(own).not.toContain(sending.id);
    const { buried, adopted, nodes } = await beatUntilDeath(b);
    expect(buried).toEqual(['here']);
    expect(adopted).toEqual([sending.id]);
    expect(nodes).toMatchObject([{ name: 'there', leads: true }]);
    expect(await b.interrupted(adopted)).toMatchObject([{ message: { id: sending.id }, route: 'carrier-a' }]);
  });

  test('and is restarted in time, it has back what it was sending, and nobody else does', async () => {
    const [a, b] = both();
    const sending = await claimedOf(a);
    await close(a);
    const again = await open('here');
    const { adopted, buried } = await b.nodes.beat(BEAT);
    expect({ adopted, buried }).toEqual({ adopted: [], buried: [] });
    expect((await again.interrupted()).map(({ message }) => message.id)).toEqual([sending.id]);
  });

  test('but lives on, it can write nothing more, and ends', async () => {
    const [a, b] = both();
    const claimed = await claimedOf(a);
    await a.nodes.beat(BEAT);
    expect((await beatUntilDeath(b)).buried).toEqual(['here']);
    await expect(a.settle([accepted(claimed, 'too late')])).rejects.toMatchObject({
      code: 'storeUnavailable',
    });
    expect(await a.broken).toContain('another node has declared this one dead');
    expect(await b.get(claimed.id)).toMatchObject({ state: 'sending' });
  });

  test('no node is found dead for beats that were not made while the database was away', async () => {
    const [a, b] = both();
    for (let beats = 0; beats < 3 * BEATS_TO_DEATH; beats++) {
      await a.nodes.beat(BEAT);
      expect((await b.nodes.beat(BEAT)).buried).toEqual([]);
    }
  });
});

describe('a receipt that comes to another node than the one that sent the message', () => {
  test('settles the message, also if it comes before the answer of the carrier is stored', async () => {
    const [a, b] = both();
    const [first, second] = [await claimedOf(a), await claimedOf(a)];
    await a.settle([accepted(first, 'ref-1')]);
    expect(await b.record([receipt('ref-1')], T0 + 10)).toMatchObject([expect.anything()]);
    await b.record([receipt('ref-2')], T0 + 20);
    await a.settle([accepted(second, 'ref-2', { at: T0 + 30 })]);
    expect(await a.get(first.id)).toMatchObject({ state: 'delivered' });
    expect(await b.get(second.id)).toMatchObject({ state: 'delivered' });
  });

  test('settles its message, of which the node that leads had given up the answer, and no other message to the phone', async () => {
    const [a, b] = both();
    const late = await claimedOf(a, { validUntil: T0 + 1000 });
    await b.giveUp(0, T0 + 1000, T0 + 2000);
    expect(await a.get(late.id)).toMatchObject({ state: 'uncertain' });
    await a.settle([accepted(late, 'ref-9', { at: T0 + 3000 })]);
    expect(await b.get(late.id)).toMatchObject({ state: 'sent' });
    await a.record([receipt('ref-9', { to: late.to })], T0 + 3500);
    // Nothing of the message is unanswered any more, so a receipt for its phone is for the only other one.
    const lost = await claimedOf(a, { to: late.to });
    await a.settle([
      {
        kind: 'unanswered',
        key: { messageId: lost.id, attempt: 1, part: 1 },
        route: 'carrier-a',
        at: T0 + 4000,
        reason: 'uncertain: no answer',
        evidence: undefined,
      },
    ]);
    expect(await b.record([receipt('ref-other', { to: late.to })], T0 + 5000)).toEqual([
      { kind: 'matchedByRecipient' },
    ]);
    expect(await a.get(lost.id)).toMatchObject({ state: 'delivered' });
    expect(await a.get(late.id)).toMatchObject({ state: 'delivered' });
  });

  test('waits while it may be for another message to the phone, until that one has its own by any node', async () => {
    const [a, b] = both();
    const lost = await claimedOf(a);
    const taken = await claimedOf(a, { to: lost.to });
    await a.settle([accepted(taken, 'ref-taken', { at: T0 + 400 }), unanswered(lost, { at: T0 + 4000 })]);
    expect(await b.record([receipt('ref-lost', { to: lost.to })], T0 + 5000)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    await a.record([receipt('ref-taken', { to: lost.to })], T0 + 6000);
    expect(await b.get(lost.id)).toMatchObject({ state: 'delivered' });
  });

  test('is known as a repetition if the other node has had it: it settles no other message to the phone', async () => {
    const [a, b] = both();
    const first = await claimedOf(a);
    await a.settle([accepted(first, 'ref-3')]);
    const one = receipt('ref-3', { to: first.to });
    const [settled] = await a.record([one], T0 + 10);
    const other = await claimedOf(a, { to: first.to });
    await a.settle([
      {
        kind: 'unanswered',
        key: { messageId: other.id, attempt: 1, part: 1 },
        route: 'carrier-a',
        at: T0 + 20,
        reason: 'uncertain: no answer',
        evidence: undefined,
      },
      {
        kind: 'ended',
        key: { messageId: other.id, attempt: 1, part: 1 },
        route: 'carrier-a',
        at: T0 + 20,
        state: 'uncertain',
        reason: 'no answer',
        evidence: undefined,
      },
    ]);
    const [repeated] = await b.record([one], T0 + 30);
    expect([settled, repeated]).not.toEqual([settled, settled]);
    expect(await b.get(other.id)).toMatchObject({ state: 'uncertain' });
  });
});
