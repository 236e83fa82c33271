import { describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import {
  acceptedLate,
  claimedOf,
  ended,
  negative,
  numberOf,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const { disk, sent, stateOf, unmatched } = sharedStoreWithReceipts();

describe('a receipt', () => {
  test('that is positive delivers the message, at the time of the receipt', async () => {
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

  test("that is negative makes the message undelivered, with the carrier's reason and evidence", async () => {
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

  test('that is intermediate is kept as evidence, and the final receipt counts afterwards', async () => {
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

  test('that is intermediate and comes after the final receipt changes nothing, and is kept as unmatched', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref)], T0 + 50);
    const enroute = receipt(message.ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' });
    expect(await disk.store.record([enroute], T0 + 60)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 50 });
    expect(await unmatched(message.ref)).toMatchObject([{ evidence: 'ENROUTE' }]);
  });

  test('that comes twice is known as a repetition, and is not kept', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref)], T0 + 50);
    expect(await disk.store.record([receipt(message.ref)], T0 + 60)).toEqual([{ kind: 'repeated' }]);
    expect(await unmatched(message.ref)).toEqual([]);
    expect((await disk.store.get(message.id))?.finalAt).toBe(T0 + 50);
  });

  test('that comes twice in one batch counts once', async () => {
    const message = await sent();
    const both = [receipt(message.ref), receipt(message.ref)];
    expect(await disk.store.record(both, T0 + 50)).toEqual([
      { kind: 'matched', ref: message.ref },
      { kind: 'repeated' },
    ]);
  });

  test('that contradicts an earlier final receipt changes nothing: the first final receipt counts', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref), negative(message.ref)], T0 + 50);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('that fits no message is kept and shown as unmatched', async () => {
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

  test('of another carrier with the same reference does not settle the message', async () => {
    const message = await sent();
    await disk.store.record([receipt(message.ref, { carrier: 'carrier-b', route: 'carrier-b' })], T0 + 50);
    expect(await stateOf(message)).toBe('sent');
  });

  test('finds its message by the spelling of the id that fits, and the result tells which spelling did', async () => {
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
    'with an id %s finds its message, even after a restart, and is known when it is repeated',
    async (_, ref, named) => {
      const message = await sent({}, [ref]);
      const store = await disk.reopen();
      expect(await store.record([receipt(named)], T0 + 50)).toEqual([{ kind: 'matched', ref }]);
      expect(await stateOf(message)).toBe('delivered');
      expect(await store.record([receipt(named)], T0 + 51)).toEqual([{ kind: 'repeated' }]);
    },
  );

  test('without an id does not settle a message with the id 000', async () => {
    const message = await sent({}, ['000']);
    expect(await disk.store.record([receipt('')], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await stateOf(message)).toBe('sent');
  });

  /** The receipt lists the ids of both as spellings. @param other the phone of the other message */
  const twoFit = async (other: Msisdn) => {
    const to = numberOf(4);
    const [given, spelt] = [freshRef(), freshRef()];
    const messages = [await sent({ to }, [given]), await sent({ to: other }, [spelt])];
    const [match] = await disk.store.record([receipt(given, { refs: [given, spelt], to })], T0 + 50);
    return { given, match, states: await Promise.all(messages.map(stateOf)) };
  };

  test('is ambiguous between two messages to its phone if its id may spell those of both', async () => {
    const { match, states } = await twoFit(numberOf(4));
    expect(match).toEqual({ kind: 'kept', reason: 'ambiguous' });
    expect(states).toEqual(['sent', 'sent']);
  });

  test('is ambiguous between two messages to its phone also if the one with exactly its id has ended', async () => {
    const to = numberOf(4);
    const [given, other, spelt] = [freshRef(), freshRef(), freshRef()];
    const long = await sent({ to, parts: 2 }, [given, other]);
    await disk.store.record([negative(other, { to })], T0 + 40);
    const message = await sent({ to }, [spelt]);
    const [match] = await disk.store.record([receipt(given, { refs: [given, spelt], to })], T0 + 50);
    expect(match).toEqual({ kind: 'kept', reason: 'ambiguous' });
    expect([await stateOf(long), await stateOf(message)]).toEqual(['undelivered', 'sent']);
  });

  test('is for the message with exactly its id, not for one to another phone whose id it may spell', async () => {
    const { given, match, states } = await twoFit(numberOf(5));
    expect(match).toEqual({ kind: 'matched', ref: given });
    expect(states).toEqual(['delivered', 'sent']);
  });

  test('is for the part with exactly its id, not for another part of the message whose id it may spell', async () => {
    const [given, spelt] = [freshRef(), freshRef()];
    const message = await sent({ to: numberOf(4), parts: 2 }, [spelt, given]);
    const received = receipt(given, { refs: [given, spelt], to: numberOf(4) });
    expect(await disk.store.record([received], T0 + 50)).toEqual([{ kind: 'matched', ref: given }]);
    expect(await stateOf(message)).toBe('sent');
  });

  test('that gives one spelling of its id twice finds its message', async () => {
    const message = await sent();
    const twice = receipt(message.ref, { refs: [message.ref, message.ref] });
    expect(await disk.store.record([twice], T0 + 50)).toEqual([{ kind: 'matched', ref: message.ref }]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('does not settle a message to another recipient by a guessed spelling of the id', async () => {
    // 64 read as hexadecimal is 100, but the message with that id went to another phone than the receipt names.
    const other = await sent({ to: numberOf(1) }, ['100']);
    const guess = receipt('64', { refs: ['64', '100'], to: numberOf(2) });
    expect(await disk.store.record([guess], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await stateOf(other)).toBe('sent');
  });
});

describe('a delivery that only its text shows to be a receipt', () => {
  const unmarked = (ref: string, to: Msisdn) => receipt(ref, { to, unmarked: true });

  test('settles the message that it names, if its sender is the message’s recipient', async () => {
    const message = await sent();
    const one = unmarked(message.ref, message.to);
    expect(await disk.store.record([one], T0 + 9)).toEqual([{ kind: 'matched', ref: message.ref }]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await disk.store.record([one], T0 + 9)).toEqual([{ kind: 'repeated' }]);
  });

  test('settles no message to another number, and is not kept: a phone may have written it', async () => {
    const message = await sent();
    const forged = unmarked(message.ref, numberOf(9998));
    expect(await disk.store.record([forged], T0 + 9)).toEqual([{ kind: 'notAReceipt' }]);
    expect(await stateOf(message)).toBe('sent');
    expect(await unmatched(message.ref)).toEqual([]);
  });

  test('settles no unanswered message, even if that is the only message to its sender', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([unanswered(message)]);
    const forged = unmarked('77', message.to);
    expect(await disk.store.record([forged], T0 + 9)).toEqual([{ kind: 'notAReceipt' }]);
    expect(await stateOf(message)).toBe('sending');
  });
});

describe('a receipt that comes after the message was given up', () => {
  test('as unconfirmed settles the message as delivered or undelivered', async () => {
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

  test('as uncertain settles the message, once a late answer has named the reference', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([ended(message, 'uncertain')]);
    await disk.store.settle([acceptedLate(message, ref)]);
    await disk.store.record([negative(ref)], T0 + 30_000);
    expect(await stateOf(message)).toBe('undelivered');
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
