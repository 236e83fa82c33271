import { describe, expect, test } from 'vitest';
import { type Claimed, FOREVER } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  HOUR_MS,
  keyOf,
  negative,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { freshRef, sharedStore } from '../../../support/store/shared-store.ts';

const disk = sharedStore();

/** Each entry as `state` for evidence, `from > to` for a step, in order. */
const toldOf = async ({ id }: Pick<Claimed, 'id'>) =>
  (await disk.store.timeline(id)).map(({ from, to, evidence }) => {
    const about = evidence === undefined ? '' : ` ${evidence}`;
    return `${from === to ? to : `${from ?? 'nothing'} > ${to}`}${about}`;
  });

describe('an entry of evidence in a timeline', () => {
  test('shows the state of the message at that time: sending, if a part’s receipt comes while another part is unanswered', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const [first, second] = [freshRef(), freshRef()];
    await disk.store.settle([accepted(message, first, { whole: false, at: T0 + 5 })]);
    await disk.store.record([receipt(first)], T0 + 10);
    await disk.store.settle([accepted(message, second, { part: 2, at: T0 + 20 })]);
    await disk.store.record([receipt(second)], T0 + 30);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      `sending ${first}`,
      `sending id:${first} stat:DELIVRD`,
      `sending ${second}`,
      'sending > sent',
      `sent id:${second} stat:DELIVRD`,
      'sent > delivered',
    ]);
  });

  test('shows the state of that time for a receipt before the response, and for an intermediate receipt', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.record(
      [receipt(ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' })],
      T0 + 5,
    );
    await disk.store.record([receipt(ref)], T0 + 6);
    await disk.store.settle([accepted(message, ref, { at: T0 + 9, single: true })]);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending ENROUTE',
      `sending id:${ref} stat:DELIVRD`,
      `sending ${ref}`,
      'sending > sent',
      'sent > delivered',
    ]);
  });

  test('is in the right order even if everything happens in one millisecond', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const [first, second] = [freshRef(), freshRef()];
    const at = T0 + 1;
    await disk.store.record([receipt(first)], at);
    await disk.store.settle([
      accepted(message, first, { whole: false, at }),
      accepted(message, second, { part: 2, at }),
    ]);
    await disk.store.record([negative(second)], at);
    const told = await toldOf(message);
    expect(told.filter((entry) => entry.includes('>'))).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending > sent',
      `sent > undelivered id:${second} stat:UNDELIV`,
    ]);
    expect(told.slice(2, 4)).toEqual([`sending ${first}`, `sending ${second}`]);
    expect(told.slice(5, 7)).toEqual([`sent id:${first} stat:DELIVRD`, `sent id:${second} stat:UNDELIV`]);
  });

  test('of a late answer shows the state in which the answer found the message', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([
      unanswered(message, { at: T0 + 10_000, evidence: 'submit_sm 17' }),
      ended(message, 'uncertain', { at: T0 + 15_000, evidence: 'no answer' }),
    ]);
    await disk.store.settle([acceptedLate(message, ref, { at: T0 + 20_000 })]);
    await disk.store.record([receipt(ref)], T0 + 30_000);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending submit_sm 17',
      'sending > uncertain no answer',
      `uncertain ${ref}`,
      `uncertain > sent ${ref}`,
      `sent id:${ref} stat:DELIVRD`,
      'sent > delivered',
    ]);
  });

  test('of a first attempt is shown while the message waits for its second attempt, and while that is being sent', async () => {
    const first = await claimedOf(disk.store, { parts: 2, onUncertain: 'resend' });
    const [one, two] = [freshRef(), freshRef()];
    await disk.store.settle([
      unanswered(first, { at: T0 + 10_000, evidence: 'submit_sm 1' }),
      unanswered(first, { at: T0 + 10_000, evidence: 'submit_sm 2', key: keyOf(first, 2) }),
      requeued(first, {
        at: T0 + 11_000,
        dueAt: T0 + 11_000,
        possibleDuplicate: true,
        evidence: 'no answer',
      }),
      acceptedLate(first, one, { at: T0 + 12_000 }),
    ]);
    await disk.store.claim(claimRequest(first.lane, { now: T0 + 13_000 }));
    await disk.store.record([receipt(one)], T0 + 14_000);
    await disk.store.settle([acceptedLate(first, two, { part: 2, at: T0 + 15_000 })]);
    await disk.store.record([receipt(two)], T0 + 16_000);
    expect(await toldOf(first)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending submit_sm 1',
      'sending submit_sm 2',
      'sending > queued no answer',
      `queued ${one}`,
      `queued ${one}`,
      'queued > sending',
      `sending id:${one} stat:DELIVRD`,
      `sending ${two}`,
      `sending ${two}`,
      `sending id:${two} stat:DELIVRD`,
      `sending > delivered id:${two} stat:DELIVRD`,
    ]);
  });

  test('that comes after the message is delivered shows the state delivered', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([unanswered(message, { evidence: 'submit_sm 17' })]);
    await disk.store.record([receipt(ref, { to: message.to })], T0 + 12_000);
    await disk.store.settle([acceptedLate(message, ref, { at: T0 + 20_000 })]);
    expect((await toldOf(message)).slice(2)).toEqual([
      'sending submit_sm 17',
      `sending id:${ref} stat:DELIVRD`,
      `sending id:${ref} stat:DELIVRD`,
      `sending > delivered id:${ref} stat:DELIVRD`,
      `delivered ${ref}`,
      `delivered ${ref}`,
    ]);
  });

  test('is shown even if the clock was set back to before the message was accepted', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref, { at: T0 - 5000, single: true })]);
    await disk.store.record([receipt(ref)], T0 - 4000);
    const told = await toldOf(message);
    expect(told).toHaveLength(6);
    expect(told).toContain(`sent id:${ref} stat:DELIVRD`);
  });
});

describe('the timeline of a message', () => {
  test.each([
    ['delivered', receipt],
    ['undelivered', negative],
  ] as const)(
    'that its receipt has made %s does not grow when the message is given up as unanswered afterwards',
    async (_, make) => {
      const message = await claimedOf(disk.store, { onUncertain: 'resend' });
      await disk.store.settle([unanswered(message)]);
      await disk.store.record([make(freshRef(), { to: message.to })], T0 + 12_000);
      const before = await toldOf(message);
      await disk.store.settle([ended(message, 'uncertain', { at: T0 + 15_000 })]);
      await disk.store.settle([requeued(message, { at: T0 + 15_000, possibleDuplicate: true })]);
      expect(await toldOf(message)).toEqual(before);
    },
  );

  test('that was given up twice after one claim shows the claim once', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    for (const seconds of [20, 30]) {
      await disk.store.settle([
        ended(message, 'uncertain', { at: T0 + seconds * 1000, evidence: 'no answer' }),
      ]);
      const at = T0 + seconds * 1000 + 5000;
      await disk.store.settle([requeued(message, { at, dueAt: T0 + HOUR_MS / 2, evidence: 'a late no' })]);
    }
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending > uncertain no answer',
      'uncertain > queued a late no',
      'queued > uncertain no answer',
      'uncertain > queued a late no',
    ]);
  });

  test('that was claimed twice in one millisecond shows both claims', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const at = T0 + 1;
    const rest = { parts: [2], since: at };
    const back = requeued(message, { at, dueAt: at, reservedUntil: FOREVER, rest, evidence: 'later' });
    await disk.store.settle([back]);
    await disk.store.claim(claimRequest(message.lane, { now: at }));
    await disk.store.settle([back]);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending > queued later',
      'queued > sending',
      'sending > queued later',
    ]);
  });

  test('that is an early receipt of an attempt comes in that attempt, though its late answer came during the next one', async () => {
    const first = await claimedOf(disk.store, { onUncertain: 'resend' });
    const ref = freshRef();
    await disk.store.record([receipt(ref, { state: 'intermediate', evidence: 'ENROUTE' })], T0 + 10);
    await disk.store.settle([unanswered(first, { at: T0 + 20, evidence: 'no answer' })]);
    await disk.store.settle([
      requeued(first, { at: T0 + 30, dueAt: T0 + 30, possibleDuplicate: true, evidence: 'grace' }),
    ]);
    await disk.store.claim(claimRequest(first.lane, { now: T0 + 40 }));
    await disk.store.settle([acceptedLate(first, ref, { at: T0 + 50 })]);
    expect((await toldOf(first)).slice(0, 6)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending ENROUTE',
      'sending no answer',
      'sending > queued grace',
      'queued > sending',
    ]);
  });

  test('that is a receipt which waited for the disk while a claim overtook it comes before that claim, and its step after it', async () => {
    const first = await claimedOf(disk.store, { onUncertain: 'resend' });
    await disk.store.settle([
      unanswered(first, { at: T0 + 20, evidence: 'no answer' }),
      requeued(first, { at: T0 + 30, dueAt: T0 + 30, possibleDuplicate: true, evidence: 'grace' }),
    ]);
    await disk.store.claim(claimRequest(first.lane, { now: T0 + 2000, route: 'carrier-b' }));
    await disk.store.record([receipt(freshRef(), { to: first.to, evidence: 'DELIVRD' })], T0 + 1000);
    expect(await toldOf(first)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending no answer',
      'sending > queued grace',
      'queued DELIVRD',
      'queued > sending',
      'sending > delivered DELIVRD',
    ]);
    const times = (await disk.store.timeline(first.id)).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });
});
