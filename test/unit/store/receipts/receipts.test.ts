import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  negative,
  numberOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

let refs = 0;
const freshRef = (): string => `ref-${++refs}`;
const stateOf = async ({ id }: Pick<Claimed, 'id'>) => (await disk.store.get(id))?.state;

/** A message of which carrier-a took every part; its references in the order of the parts. */
const sent = async (own: Partial<NewMessage> = {}, refsGiven?: readonly string[]) => {
  const message = await claimedOf(disk.store, own);
  const given = refsGiven ?? Array.from({ length: message.parts }, freshRef);
  await disk.store.settle(
    given.map((ref, index) =>
      accepted(message, ref, { part: index + 1, whole: index + 1 === message.parts }),
    ),
  );
  return { ...message, refs: given, ref: given[0] ?? '' };
};

const unmatched = async (ref: string) => {
  const { items } = await disk.store.unmatchedReceipts({ limit: 1000, cursor: undefined });
  return items.filter((one) => one.ref === ref);
};

describe('a receipt', () => {
  test('that is positive delivers the message, at its time', async () => {
    const message = await sent();
    expect(await disk.store.record([receipt(message.ref)], T0 + 99)).toEqual([
      { kind: 'matched', ref: message.ref },
    ]);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'delivered',
      sentAt: T0 + 2,
      finalAt: T0 + 99,
      reason: undefined,
    });
  });

  test("that is negative ends it as undelivered, with the carrier's reason and its evidence", async () => {
    const message = await sent();
    await disk.store.record([negative(message.ref)], T0 + 99);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'undelivered',
      reason: 'the phone is not reachable',
      finalAt: T0 + 99,
    });
    const timeline = await disk.store.timeline(message.id);
    expect(timeline.at(-1)).toMatchObject({
      from: 'sent',
      to: 'undelivered',
      evidence: `id:${message.ref} stat:UNDELIV`,
    });
  });

  test('that is intermediate is evidence, and the final one still counts', async () => {
    const message = await sent();
    const enroute = receipt(message.ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' });
    expect(await disk.store.record([enroute], T0 + 50)).toEqual([{ kind: 'matched', ref: message.ref }]);
    expect(await stateOf(message)).toBe('sent');
    expect((await disk.store.timeline(message.id)).at(-1)).toMatchObject({
      from: 'sent',
      to: 'sent',
      reason: 'en route',
      evidence: 'ENROUTE',
    });
    await disk.store.record([receipt(message.ref)], T0 + 60);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('that is intermediate and comes after the final one changes nothing, and is kept', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref)], T0 + 50);
    const enroute = receipt(message.ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' });
    expect(await disk.store.record([enroute], T0 + 60)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 50 });
    expect(await unmatched(message.ref)).toMatchObject([{ evidence: 'ENROUTE' }]);
  });

  test('that comes twice is known as a repetition, and kept nowhere', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref)], T0 + 50);
    expect(await disk.store.record([receipt(message.ref)], T0 + 60)).toEqual([{ kind: 'repeated' }]);
    expect(await unmatched(message.ref)).toEqual([]);
    expect((await disk.store.get(message.id))?.finalAt).toBe(T0 + 50);
  });

  test('that comes twice in one turn counts once', async () => {
    const message = await sent();
    const both = [receipt(message.ref), receipt(message.ref)];
    expect(await disk.store.record(both, T0 + 50)).toEqual([
      { kind: 'matched', ref: message.ref },
      { kind: 'repeated' },
    ]);
  });

  test('that contradicts the final one changes nothing: the first word counts', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref), negative(message.ref)], T0 + 50);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('that nobody can place is kept and shown, and answered as kept', async () => {
    const ref = freshRef();
    expect(await disk.store.record([negative(ref, { to: numberOf(9) })], T0 + 50)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    expect(await unmatched(ref)).toMatchObject([
      {
        at: T0 + 50,
        route: 'carrier-a',
        carrier: 'carrier-a',
        ref,
        to: numberOf(9),
        state: 'undelivered',
        why: 'unknown',
        evidence: `id:${ref} stat:UNDELIV`,
      },
    ]);
  });

  test('of another carrier with the same reference is not for this message', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref, { carrier: 'carrier-b', route: 'carrier-b' })], T0 + 50);
    expect(await stateOf(message)).toBe('sent');
  });

  test('finds its message by the spelling that fits, and says which one did', async () => {
    const message = await sent({}, ['1F4']);
    expect(await disk.store.record([receipt('500', { refs: ['500', '1f4', '1F4'] })], T0 + 50)).toEqual([
      { kind: 'matched', ref: '1F4' },
    ]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test.each([
    ['without the zeros in front that the answer has', '0000710001', '710001'],
    ['with zeros in front that the answer lacks', '710002', '0000710002'],
    ['of zeros alone', '00', '0'],
  ])(
    '%s finds its message, also after a restart, and is known when it is repeated',
    async (_, ref, named) => {
      const message = await sent({}, [ref]);
      const store = await disk.reopen();
      expect(await store.record([receipt(named)], T0 + 50)).toEqual([{ kind: 'matched', ref }]);
      expect(await stateOf(message)).toBe('delivered');
      expect(await store.record([receipt(named)], T0 + 51)).toEqual([{ kind: 'repeated' }]);
    },
  );

  test('that names no reference is not that of the message 0', async () => {
    const message = await sent({}, ['000']);
    expect(await disk.store.record([receipt('')], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await stateOf(message)).toBe('sent');
  });

  test('is for the message that the carrier called so, before one that it means in another spelling', async () => {
    // The first of a counter that began at 1, to one recipient: 16 in hexadecimal is 10.
    const to = numberOf(4);
    const ten = await sent({ to }, ['720010']);
    const sixteen = await sent({ to }, ['720016']);
    const received = receipt('720010', { refs: ['720010', '720016'], to });
    expect(await disk.store.record([received], T0 + 50)).toEqual([{ kind: 'matched', ref: '720010' }]);
    expect([await stateOf(ten), await stateOf(sixteen)]).toEqual(['delivered', 'sent']);
  });

  test('that gives one spelling twice finds its message all the same', async () => {
    const message = await sent();
    const twice = receipt(message.ref, { refs: [message.ref, message.ref] });
    expect(await disk.store.record([twice], T0 + 50)).toEqual([{ kind: 'matched', ref: message.ref }]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is not given to another recipient by a spelling that is only a guess', async () => {
    // 64 read as hexadecimal is 100: whose message that is, the receipt itself denies.
    const other = await sent({ to: numberOf(1) }, ['100']);
    const guess = receipt('64', { refs: ['64', '100'], to: numberOf(2) });
    expect(await disk.store.record([guess], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await stateOf(other)).toBe('sent');
  });
});

describe('a receipt that came before, of an id that the carrier has given anew', () => {
  test('is not that of the new message, since it tells when the old one arrived', async () => {
    const old = await sent();
    const text = `id:${old.ref} submit date:2601010000 done date:2601010001 stat:DELIVRD`;
    await disk.store.record([receipt(old.ref, { evidence: text })], T0 + 50);
    const young = await sent({}, [old.ref]);
    expect(await disk.store.record([receipt(old.ref, { evidence: text })], T0 + 60)).toEqual([
      { kind: 'repeated' },
    ]);
    expect(await stateOf(young)).toBe('sent');
    const own = receipt(old.ref, { evidence: text.replace('done date:2601010001', 'done date:2601020002') });
    await disk.store.record([own], T0 + 70);
    expect(await stateOf(young)).toBe('delivered');
  });

  test('is that of another phone where it names that, though it says the same', async () => {
    const ref = freshRef();
    const evidence = `id:${ref} submit date:2601010000 done date:2601010001 stat:DELIVRD`;
    const both = [await sent({}, [ref]), await sent({}, [ref])];
    for (const { to } of both) await disk.store.record([receipt(ref, { to, evidence })], T0 + 50);
    expect(await Promise.all(both.map(stateOf))).toEqual(['delivered', 'delivered']);
  });

  test('is that of another phone whose answer is to come, though it says the same in the same minute', async () => {
    const ref = freshRef();
    const evidence = `id:${ref} submit date:2601010000 done date:2601010001 stat:DELIVRD`;
    const first = await sent({}, [ref]);
    await disk.store.record([receipt(ref, { to: first.to, evidence })], T0 + 50);
    const both = [await claimedOf(disk.store), await claimedOf(disk.store)];
    for (const { to } of both) await disk.store.record([receipt(ref, { to, evidence })], T0 + 60);
    await disk.store.settle(both.map((message) => accepted(message, ref)));
    expect(await Promise.all(both.map(stateOf))).toEqual(['delivered', 'delivered']);
  });

  test('is that of the new message where it says no more than that it arrived', async () => {
    const old = await sent();
    await disk.store.record([receipt(old.ref)], T0 + 50);
    const young = await sent({}, [old.ref]);
    await disk.store.record([receipt(old.ref)], T0 + 60);
    expect(await stateOf(young)).toBe('delivered');
  });
});

describe('a receipt whose id is that of a message to another phone', () => {
  test('is that one’s where nothing to the phone that it names is under way: some carriers name the sender', async () => {
    const message = await sent();
    const named = receipt(message.ref, { to: numberOf(5) });
    expect(await disk.store.record([named], T0 + 50)).toMatchObject([{ kind: 'matched' }]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('waits for the answer for the phone that it names: in another spelling it may be that', async () => {
    // 750041 read as hexadecimal is 7667777: the receipt of that, which came before its answer.
    const other = await sent({}, ['750041']);
    const meant = await claimedOf(disk.store, { to: numberOf(6) });
    const early = negative('750041', { refs: ['750041', '7667777'], to: numberOf(6) });
    expect(await disk.store.record([early], T0 + 5)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    await disk.store.settle([accepted(meant, '7667777', { at: T0 + 9 })]);
    expect([await stateOf(other), await stateOf(meant)]).toEqual(['sent', 'undelivered']);
  });

  test('is left to the answer for the phone that it names, also where the other’s comes first', async () => {
    const other = await claimedOf(disk.store);
    const meant = await claimedOf(disk.store, { to: numberOf(7) });
    const early = negative('760041', { refs: ['760041', '7733313'], to: numberOf(7) });
    await disk.store.record([early], T0 + 5);
    await disk.store.settle([accepted(other, '760041', { at: T0 + 9 })]);
    await disk.store.settle([accepted(meant, '7733313', { at: T0 + 9 })]);
    expect([await stateOf(other), await stateOf(meant)]).toEqual(['sent', 'undelivered']);
  });

  test('settles what was never answered for the phone that it names', async () => {
    const other = await sent({}, ['770041']);
    const lost = await claimedOf(disk.store, { to: numberOf(8) });
    await disk.store.settle([unanswered(lost)]);
    const named = receipt('770041', { to: numberOf(8) });
    expect(await disk.store.record([named], T0 + 20_000)).toEqual([{ kind: 'matchedByRecipient' }]);
    expect([await stateOf(other), await stateOf(lost)]).toEqual(['sent', 'delivered']);
  });
});

describe('receipts of a long message to whose parts the carrier gave one and the same id', () => {
  const ofPart = (ref: string, part: number) =>
    receipt(ref, { evidence: `id:${ref} done date:2601010001 stat:DELIVRD text:part ${part}` });

  test('are one for each part', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 2 }, [ref, ref]);
    await disk.store.record([ofPart(ref, 2)], T0 + 50);
    expect(await stateOf(message)).toBe('sent');
    await disk.store.record([ofPart(ref, 1)], T0 + 60);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('end it when one says no', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 2 }, [ref, ref]);
    await disk.store.record([negative(ref)], T0 + 50);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('are not those of another part when they are repeated', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 2 }, [ref, ref]);
    await disk.store.record([ofPart(ref, 1), ofPart(ref, 1)], T0 + 50);
    expect(await stateOf(message)).toBe('sent');
  });

  test('are not those of another part when they are repeated after that of a third', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 3 }, [ref, ref, ref]);
    const received = [ofPart(ref, 1), ofPart(ref, 2), ofPart(ref, 1)];
    expect((await disk.store.record(received, T0 + 50)).at(-1)).toEqual({ kind: 'repeated' });
    expect(await stateOf(message)).toBe('sent');
  });
});

describe('a receipt that two messages could mean', () => {
  const two = async (own: readonly [Partial<NewMessage>, Partial<NewMessage>]) => {
    const ref = freshRef();
    return { ref, messages: [await sent(own[0], [ref]), await sent(own[1], [ref])] as const };
  };

  test('is kept and shown, never guessed', async () => {
    const to = numberOf(3);
    const { ref, messages } = await two([{ to }, { to }]);
    expect(await disk.store.record([receipt(ref, { to })], T0 + 50)).toEqual([
      { kind: 'kept', reason: 'ambiguous' },
    ]);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['sent', 'sent']);
    expect(await unmatched(ref)).toMatchObject([{ why: 'ambiguous', state: 'delivered' }]);
  });

  test('is for the one whose recipient it names', async () => {
    const { ref, messages } = await two([{ to: numberOf(4) }, { to: numberOf(5) }]);
    await disk.store.record([receipt(ref, { to: numberOf(5) })], T0 + 50);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['sent', 'delivered']);
  });

  test('is for the one that still waits when the other was given up', async () => {
    const to = numberOf(6);
    const { ref, messages } = await two([{ to, validUntil: T0 + 3000 }, { to }]);
    await disk.store.giveUp(T0, T0 + 3000, T0 + 4000);
    expect(await stateOf(messages[0])).toBe('unconfirmed');
    await disk.store.record([receipt(ref, { to })], T0 + 5000);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['unconfirmed', 'delivered']);
  });

  test('is for the second once the first has had its own: references come again', async () => {
    const to = numberOf(7);
    const { ref, messages } = await two([{ to }, { to: numberOf(8) }]);
    await disk.store.record([receipt(ref, { to })], T0 + 50);
    await disk.store.record([receipt(ref)], T0 + 60);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['delivered', 'delivered']);
  });
});

describe('receipts of a long message', () => {
  test('deliver it only when each part has its own', async () => {
    const message = await sent({ parts: 3 });
    for (const [index, ref] of message.refs.entries()) {
      expect(await stateOf(message)).toBe('sent');
      await disk.store.record([receipt(ref)], T0 + 10 + index);
    }
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 12 });
  });

  test('in any order', async () => {
    const message = await sent({ parts: 3 });
    await disk.store.record(
      message.refs.toReversed().map((ref) => receipt(ref)),
      T0 + 10,
    );
    expect(await stateOf(message)).toBe('delivered');
  });

  test('of which one is negative end it as undelivered, whatever the others say', async () => {
    const message = await sent({ parts: 3 });
    const [first = '', second = '', third = ''] = message.refs;
    await disk.store.record([receipt(first), negative(second)], T0 + 10);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'undelivered', finalAt: T0 + 10 });
    await disk.store.record([receipt(third)], T0 + 20);
    expect(await stateOf(message)).toBe('undelivered');
    expect((await disk.store.timeline(message.id)).find(({ to }) => to === 'undelivered')).toMatchObject({
      part: 2,
    });
  });

  test('of which a negative one came before the last part was accepted end it once it is, not before its time', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const refsGiven = [freshRef(), freshRef()] as const;
    await disk.store.settle([accepted(message, refsGiven[0], { whole: false, at: T0 + 10 })]);
    await disk.store.record([negative(refsGiven[0])], T0 + 20);
    expect(await stateOf(message)).toBe('sending');
    await disk.store.settle([accepted(message, refsGiven[1], { part: 2, at: T0 + 30 })]);
    const settled = await disk.store.get(message.id);
    expect(settled).toMatchObject({ state: 'undelivered', sentAt: T0 + 30, finalAt: T0 + 30 });
    const steps = (await disk.store.timeline(message.id)).filter(({ from, to }) => from !== to);
    expect(steps.map(({ to }) => to)).toEqual(['queued', 'sending', 'sent', 'undelivered']);
  });

  test('of which a negative one came before the first part was accepted, the last to be, end it too', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const refsGiven = [freshRef(), freshRef()] as const;
    await disk.store.settle([accepted(message, refsGiven[1], { part: 2, whole: false })]);
    await disk.store.record([negative(refsGiven[1])], T0 + 20);
    await disk.store.settle([accepted(message, refsGiven[0], { part: 1, at: T0 + 30 })]);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('name the recipient alone where two messages share references', async () => {
    const given = [freshRef(), freshRef()];
    const mine = await sent({ parts: 2, to: numberOf(21) }, given);
    const theirs = await sent({ parts: 2, to: numberOf(22) }, given);
    await disk.store.record(
      given.map((ref) => receipt(ref, { to: numberOf(22) })),
      T0 + 10,
    );
    expect(await stateOf(mine)).toBe('sent');
    expect(await stateOf(theirs)).toBe('delivered');
  });
});

describe('a receipt that nothing but its text marks as one', () => {
  const unmarked = (ref: string, to: Msisdn) => receipt(ref, { to, unmarked: true });

  test('settles the message that it names, if its sender is the recipient', async () => {
    const message = await sent();
    const one = unmarked(message.ref, message.to);
    expect(await disk.store.record([one], T0 + 9)).toEqual([{ kind: 'matched', ref: message.ref }]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await disk.store.record([one], T0 + 9)).toEqual([{ kind: 'repeated' }]);
  });

  test('settles no message to somebody else, and is not kept: a phone wrote it', async () => {
    const message = await sent();
    const forged = unmarked(message.ref, numberOf(9998));
    expect(await disk.store.record([forged], T0 + 9)).toEqual([{ kind: 'notAReceipt' }]);
    expect(await stateOf(message)).toBe('sent');
    expect(await unmatched(message.ref)).toEqual([]);
  });

  test('settles no message that nobody answered for, though it is the only one to its sender', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([unanswered(message)]);
    const forged = unmarked('77', message.to);
    expect(await disk.store.record([forged], T0 + 9)).toEqual([{ kind: 'notAReceipt' }]);
    expect(await stateOf(message)).toBe('sending');
  });
});

describe('a receipt that overtook its answer', () => {
  test('delivers the message as soon as the answer comes, and is unmatched no more', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    expect(await disk.store.record([receipt(ref)], T0 + 5)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    await disk.store.settle([accepted(message, ref, { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched(ref)).toEqual([]);
  });

  test('is there after a restart', async () => {
    const ref = freshRef();
    await disk.store.record([negative(ref)], T0 + 5);
    const store = await disk.reopen();
    const message = await claimedOf(store, {}, { now: T0 });
    await store.settle([accepted(message, ref, { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('is found by whichever of its spellings the answer used', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.record([receipt('777001', { refs: ['777001', 'BDB29', 'bdb29'] })], T0 + 5);
    await disk.store.settle([accepted(message, 'bdb29', { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched('777001')).toEqual([]);
    const another = await claimedOf(disk.store);
    await disk.store.settle([accepted(another, '777001', { at: T0 + 9 })]);
    expect(await stateOf(another)).toBe('sent');
  });

  test('is found without the zeros that the answer has in front', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.record([receipt('730001')], T0 + 5);
    await disk.store.settle([accepted(message, '00730001', { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is left to the answer that it names as it is, where the other has one of its own', async () => {
    const ten = await claimedOf(disk.store);
    const sixteen = await claimedOf(disk.store);
    await disk.store.record([negative('740016', { refs: ['740016', '740010'] })], T0 + 5);
    await disk.store.record([receipt('740010', { refs: ['740010', '740016'] })], T0 + 6);
    await disk.store.settle([accepted(ten, '740010', { at: T0 + 9 })]);
    await disk.store.settle([accepted(sixteen, '740016', { at: T0 + 9 })]);
    expect([await stateOf(ten), await stateOf(sixteen)]).toEqual(['delivered', 'undelivered']);
  });

  test('waits for the other parts of a long message', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const given = [freshRef(), freshRef()] as const;
    await disk.store.record(
      given.map((ref) => receipt(ref)),
      T0 + 5,
    );
    await disk.store.settle([accepted(message, given[0], { whole: false })]);
    expect(await stateOf(message)).toBe('sending');
    await disk.store.settle([accepted(message, given[1], { part: 2 })]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('may come twice before the answer, or be followed by the final one', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    const enroute = receipt(ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' });
    await disk.store.record([enroute, receipt(ref), receipt(ref)], T0 + 5);
    await disk.store.settle([accepted(message, ref)]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched(ref)).toEqual([]);
  });

  test('is kept though its reference was settled lately for another: a modem counts to 255 and begins anew', async () => {
    const to = numberOf(31);
    const first = await sent({ to });
    await disk.store.record([receipt(first.ref, { evidence: 'SCTS 08:00:01' })], T0 + 5);
    const second = await claimedOf(disk.store, { to });
    const early = receipt(first.ref, { evidence: 'SCTS 09:30:07' });
    expect(await disk.store.record([early], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    await disk.store.settle([accepted(second, first.ref, { at: T0 + 60 })]);
    expect(await stateOf(second)).toBe('delivered');
  });

  test('that came before the message was even claimed belongs to another, and delivers nothing', async () => {
    const ref = freshRef();
    await disk.store.record([receipt(ref)], T0 + 5);
    const message = await claimedOf(disk.store, {}, { now: T0 + 60_000 });
    await disk.store.settle([accepted(message, ref, { at: T0 + 60_010 })]);
    expect(await stateOf(message)).toBe('sent');
    expect(await unmatched(ref)).toHaveLength(1);
  });

  test('is not given to another recipient by a spelling that is only a guess', async () => {
    await disk.store.record([receipt('6464', { refs: ['6464', '25700'], to: numberOf(42) })], T0 + 5);
    const other = await claimedOf(disk.store, { to: numberOf(41) });
    await disk.store.settle([accepted(other, '25700', { at: T0 + 9 })]);
    expect(await stateOf(other)).toBe('sent');
    const meant = await claimedOf(disk.store, { to: numberOf(42) });
    await disk.store.settle([accepted(meant, '25700', { at: T0 + 10 })]);
    expect(await stateOf(meant)).toBe('delivered');
  });
});

describe('a receipt after the message was given up', () => {
  test('as unconfirmed settles it, either way', async () => {
    for (const [make, state] of [
      [receipt, 'delivered'],
      [negative, 'undelivered'],
    ] as const) {
      const message = await sent({ validUntil: T0 + 10_000 });
      await disk.store.giveUp(T0, T0 + 10_000, T0 + 20_000);
      expect(await stateOf(message)).toBe('unconfirmed');
      await disk.store.record([make(message.ref)], T0 + 30_000);
      expect(await disk.store.get(message.id)).toMatchObject({ state, finalAt: T0 + 30_000 });
    }
  });

  test('as uncertain settles it, once the late answer has named the reference', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([ended(message, 'uncertain')]);
    await disk.store.settle([acceptedLate(message, ref)]);
    await disk.store.record([negative(ref)], T0 + 30_000);
    expect(await stateOf(message)).toBe('undelivered');
  });
});

describe('receipts of an attempt that another has followed', () => {
  const twoAttempts = async (own: Partial<NewMessage> = {}) => {
    const first = await claimedOf(disk.store, { onUncertain: 'resend', ...own });
    const given = Array.from({ length: first.parts }, freshRef);
    await disk.store.settle([requeued(first, { possibleDuplicate: true })]);
    const answer = () =>
      disk.store.settle(given.map((ref, index) => acceptedLate(first, ref, { part: index + 1 })));
    return { first, given, answer };
  };
  /** The second is under way when the answers to the first come. */
  const claimAgain = async ({ first, answer }: Awaited<ReturnType<typeof twoAttempts>>): Promise<Claimed> => {
    const request = claimRequest(first.lane, { route: 'modem-1', now: T0 + 30_000 });
    const { claimed } = await disk.store.claim(request);
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    await answer();
    return second;
  };

  test('that are positive deliver the message though it waits in the queue: it is not sent again', async () => {
    const { first, given, answer } = await twoAttempts();
    await answer();
    await disk.store.record(
      given.map((ref) => receipt(ref)),
      T0 + 30_000,
    );
    expect(await stateOf(first)).toBe('delivered');
    const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 40_000 }));
    expect(claimed).toEqual([]);
  });

  test('that are positive deliver the message while the second is under way', async () => {
    const both = await twoAttempts({ parts: 2 });
    const { first, given } = both;
    await claimAgain(both);
    await disk.store.record(
      given.map((ref) => receipt(ref)),
      T0 + 30_000,
    );
    expect(await stateOf(first)).toBe('delivered');
  });

  test('that are negative say nothing of the second, which may arrive', async () => {
    const both = await twoAttempts();
    const { first, given } = both;
    const second = await claimAgain(both);
    const ref = freshRef();
    await disk.store.settle([accepted(second, ref, { route: 'modem-1', at: T0 + 30_001 })]);
    await disk.store.record(
      given.map((one) => negative(one)),
      T0 + 30_002,
    );
    expect(await stateOf(first)).toBe('sent');
    await disk.store.record([receipt(ref)], T0 + 30_003);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('never complete the parts of another attempt', async () => {
    const both = await twoAttempts({ parts: 2 });
    const { first, given } = both;
    const second = await claimAgain(both);
    const refsGiven = [freshRef(), freshRef()] as const;
    await disk.store.settle([
      accepted(second, refsGiven[0], { whole: false }),
      accepted(second, refsGiven[1], { part: 2 }),
    ]);
    await disk.store.record([receipt(given[0] ?? ''), receipt(refsGiven[1])], T0 + 40_000);
    expect(await stateOf(first)).toBe('sent');
  });
});

describe('the list of unmatched receipts', () => {
  test('is newest first, page by page, without a gap or a repetition', async () => {
    const to = '+33639985555' as Msisdn;
    const given = Array.from({ length: 25 }, freshRef);
    await disk.store.record(
      given.map((ref) => receipt(ref, { to })),
      T0 + 5,
    );
    const shown: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await disk.store.unmatchedReceipts({ limit: 10, cursor });
      shown.push(...page.items.filter((one) => one.to === to).map(({ ref }) => ref));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(shown).toEqual(given.toReversed());
  });
});
