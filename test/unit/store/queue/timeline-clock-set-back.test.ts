import { describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  HOUR_MS,
  keyOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { freshRef, sharedStore } from '../../../support/store/shared-store.ts';

const disk = sharedStore();

const toldOf = async ({ id }: Pick<Claimed, 'id'>) =>
  (await disk.store.timeline(id)).map(({ from, to, evidence }) => {
    const about = evidence === undefined ? '' : ` ${evidence}`;
    return `${from === to ? to : `${from ?? 'nothing'} > ${to}`}${about}`;
  });

/** Accepted while the clock was an hour ahead. */
const AHEAD = { createdAt: T0 + HOUR_MS, dueAt: 0, validUntil: T0 + 2 * HOUR_MS };

describe('the story of a message is told as it happened if the clock was set back by an hour', () => {
  test('while the message was in the queue', async () => {
    const message = await claimedOf(disk.store, AHEAD, { now: T0 + 1 });
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref, { at: T0 + 20, single: true })]);
    await disk.store.record([receipt(ref)], T0 + 30);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      `sending ${ref}`,
      'sending > sent',
      `sent id:${ref} stat:DELIVRD`,
      'sent > delivered',
    ]);
  });

  test('while a route had the message', async () => {
    const message = await claimedOf(disk.store, AHEAD, { now: T0 + HOUR_MS + 5 });
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref, { at: T0 + 20, single: true })]);
    await disk.store.record([receipt(ref)], T0 + 30);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      `sending ${ref}`,
      'sending > sent',
      `sent id:${ref} stat:DELIVRD`,
      'sent > delivered',
    ]);
  });

  test('after one part of the message was accepted, and before its receipt and the other part', async () => {
    const message = await claimedOf(disk.store, { ...AHEAD, parts: 2 }, { now: T0 + HOUR_MS + 5 });
    const [one, two] = [freshRef(), freshRef()];
    await disk.store.settle([accepted(message, one, { at: T0 + HOUR_MS + 10, whole: false })]);
    await disk.store.record([receipt(one)], T0 + 20);
    await disk.store.settle([accepted(message, two, { part: 2, at: T0 + 30 })]);
    await disk.store.record([receipt(two)], T0 + 40);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      `sending ${one}`,
      `sending id:${one} stat:DELIVRD`,
      `sending ${two}`,
      'sending > sent',
      `sent id:${two} stat:DELIVRD`,
      'sent > delivered',
    ]);
  });

  test('between the first attempt, which had no answer, and the second', async () => {
    const first = await claimedOf(disk.store, { ...AHEAD, onUncertain: 'resend' }, { now: T0 + HOUR_MS + 5 });
    const ref = freshRef();
    await disk.store.settle([unanswered(first, { at: T0 + HOUR_MS + 10_000, evidence: 'no answer' })]);
    await disk.store.settle([
      requeued(first, { at: T0 + 50, dueAt: T0 + 50, possibleDuplicate: true, evidence: 'grace' }),
    ]);
    const [second] = (await disk.store.claim(claimRequest(first.lane, { now: T0 + 60 }))).claimed;
    if (second === undefined) throw new Error('not claimed');
    await disk.store.settle([accepted(second, ref, { at: T0 + 70, single: true })]);
    await disk.store.record([receipt(ref)], T0 + 80);
    expect(await toldOf(first)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending no answer',
      'sending > queued grace',
      'queued > sending',
      `sending ${ref}`,
      'sending > sent',
      `sent id:${ref} stat:DELIVRD`,
      'sent > delivered',
    ]);
  });

  test('before a late answer settled the message, which was uncertain', async () => {
    const message = await claimedOf(disk.store, AHEAD, { now: T0 + HOUR_MS + 5 });
    const ref = freshRef();
    await disk.store.settle([ended(message, 'uncertain', { at: T0 + HOUR_MS + 20, evidence: 'no answer' })]);
    await disk.store.settle([acceptedLate(message, ref, { at: T0 + 30 })]);
    expect((await toldOf(message)).slice(0, 4)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending > uncertain no answer',
      `uncertain ${ref}`,
    ]);
  });

  test('for a moment in which it had no answer, and right again before the next step', async () => {
    const message = await claimedOf(disk.store, AHEAD, { now: T0 + HOUR_MS + 5 });
    const ref = freshRef();
    await disk.store.settle([unanswered(message, { at: T0 + 20, evidence: 'no answer' })]);
    await disk.store.settle([acceptedLate(message, ref, { at: T0 + HOUR_MS + 30 })]);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      'sending no answer',
      `sending ${ref}`,
      'sending > sent',
    ]);
  });

  test('for a moment in which one part was accepted, and then another had no answer', async () => {
    const message = await claimedOf(disk.store, { ...AHEAD, parts: 2 }, { now: T0 + HOUR_MS + 5 });
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref, { at: T0 + 20, whole: false })]);
    await disk.store.settle([
      unanswered(message, { key: keyOf(message, 2), at: T0 + 30, evidence: 'no answer' }),
    ]);
    expect(await toldOf(message)).toEqual([
      'nothing > queued',
      'queued > sending',
      `sending ${ref}`,
      'sending no answer',
    ]);
  });

  test('by a little, so that a part was accepted before its claim by the clock', async () => {
    const own = { parts: 2, createdAt: T0, dueAt: 0, validUntil: T0 + HOUR_MS };
    const message = await claimedOf(disk.store, own, { now: T0 + 10_000 });
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref, { at: T0 + 6000, whole: false })]);
    expect(await toldOf(message)).toEqual(['nothing > queued', 'queued > sending', `sending ${ref}`]);
  });
});
