import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import type { DrillTarget, OpenTarget } from '../../../src/domain/operation/drill.ts';
import { judgeRun, judgeTarget } from '../../../src/drills/judge.ts';
import { planTargets } from '../../../src/drills/plan-drill.ts';
import { definition } from '../../support/alerts/drills.ts';
import { numberOf, T0 } from '../../support/store/messages.ts';

const MINUTE_MS = 60_000;
const rules = { withinMs: MINUTE_MS, until: 'delivered' } as const;

const open = (now: Partial<NonNullable<OpenTarget['now']>>, own: Partial<OpenTarget> = {}): OpenTarget => ({
  run: 1,
  route: 'orange',
  number: numberOf(1),
  message: 7 as MessageId,
  acceptedAt: T0,
  sentAt: undefined,
  deliveredAt: undefined,
  outcome: 'waiting',
  reason: undefined,
  now: { state: 'queued', reason: undefined, sentAt: undefined, finalAt: undefined, ...now },
  optedOut: false,
  ...own,
});

const OVER = T0 + MINUTE_MS + 1000;

describe('a message of a drill', () => {
  it.each([
    ['waits while it is under way', { state: 'sent', sentAt: T0 + 50 }, T0 + 100, 'waiting', undefined],
    [
      'waits while its state is uncertain, since it may arrive',
      { state: 'uncertain' },
      T0 + 100,
      'waiting',
      undefined,
    ],
    [
      'has arrived when its receipt came in time',
      { state: 'delivered', finalAt: T0 + MINUTE_MS },
      OVER,
      'arrived',
      undefined,
    ],
    [
      'has failed when its receipt came too late',
      { state: 'delivered', finalAt: T0 + 90_500 },
      OVER,
      'failed',
      'delivered only after 90.5 s, not 60 s',
    ],
    [
      'has failed with what the carrier said',
      { state: 'undelivered', reason: 'no such subscriber' },
      T0 + 100,
      'failed',
      'undelivered: no such subscriber',
    ],
    [
      'has failed when its time is over',
      { state: 'sent', sentAt: T0 + 50 },
      OVER,
      'failed',
      'not delivered within 60 s; sent',
    ],
    [
      'waits a second more for a receipt on its way to the disk',
      { state: 'sent' },
      OVER - 1,
      'waiting',
      undefined,
    ],
    [
      'has failed when the clock was set back by more than its time',
      { state: 'sent' },
      T0 - 2 * MINUTE_MS,
      'failed',
      'the clock was set back; sent',
    ],
  ] as const)('is judged by its state and the time: it %s', (_name, now, at, outcome, reason) => {
    expect(judgeTarget(open(now), rules, at)).toMatchObject({ outcome, reason });
  });

  it('has arrived once the carrier accepted it, if the drill waits for `sent`', () => {
    const target = open({ state: 'sent', sentAt: T0 + 50 });
    expect(judgeTarget(target, { ...rules, until: 'sent' }, T0 + 100)).toMatchObject({ outcome: 'arrived' });
  });

  it('is suppressed if it was cancelled because of an opt-out, and has failed if it was cancelled for another reason', () => {
    const withdrawn = { state: 'cancelled' } as const;
    expect(judgeTarget(open(withdrawn, { optedOut: true }), rules, T0)).toMatchObject({
      outcome: 'suppressed',
      reason: 'the number has opted out',
    });
    expect(judgeTarget(open(withdrawn), rules, T0)).toMatchObject({ outcome: 'failed', reason: 'cancelled' });
  });

  it('keeps its result once it is settled, whatever happens to the message', () => {
    const kept = open({ state: 'delivered', finalAt: T0 + 5 }, { outcome: 'failed', reason: 'sent' });
    expect(judgeTarget(kept, rules, OVER)).toMatchObject({ outcome: 'failed', reason: 'sent' });
  });

  it('that was deleted has failed', () => {
    expect(judgeTarget({ ...open({}), now: undefined }, rules, T0)).toMatchObject({ outcome: 'failed' });
  });
});

const settled = (route: string, tookMs: number | undefined, reason?: string): DrillTarget => ({
  route,
  number: numberOf(tookMs ?? 0),
  message: 7 as MessageId,
  acceptedAt: T0,
  sentAt: undefined,
  deliveredAt: tookMs === undefined ? undefined : T0 + tookMs,
  outcome: reason === undefined ? (tookMs === undefined ? 'waiting' : 'arrived') : 'failed',
  reason,
});

const run = { until: 'delivered', interrupted: false } as const;

describe('a run of a drill', () => {
  it('has no result while a message has no outcome', () => {
    expect(judgeRun([settled('orange', 10), settled('orange', undefined)], run)).toBeUndefined();
  });

  it('passes when all messages arrived, with median and worst time of each route', () => {
    const targets = [900, 100, 300, 200].map((ms) => settled('orange', ms)).concat(settled('blue', 7));
    expect(judgeRun(targets, run)).toEqual({
      result: 'passed',
      reason: undefined,
      routes: [
        {
          route: 'orange',
          result: 'passed',
          reason: undefined,
          messages: 4,
          arrived: 4,
          medianMs: 250,
          worstMs: 900,
        },
        {
          route: 'blue',
          result: 'passed',
          reason: undefined,
          messages: 1,
          arrived: 1,
          medianMs: 7,
          worstMs: 7,
        },
      ],
    });
  });

  it('fails if one route failed, and names the route', () => {
    const targets = [settled('orange', 10), settled('blue', 20), settled('blue', undefined, 'expired')];
    const verdict = judgeRun(targets, { ...run, interrupted: true });
    expect(verdict).toMatchObject({
      result: 'failed',
      reason: 'blue: 1 of 2 expired; the gateway was restarted during the run',
      routes: [{ result: 'passed' }, { result: 'failed', arrived: 1, medianMs: 20 }],
    });
  });

  it('fails if it has no message to measure', () => {
    expect(judgeRun([], run)).toMatchObject({ result: 'failed', routes: [] });
  });
});

describe('the targets of a drill’s run', () => {
  const there = [
    { id: 'orange', state: 'down' },
    { id: 'blue', state: 'disabled' },
  ] as const;

  it('are each number by each enabled route, with one message that may leave by that route only', () => {
    const targets = planTargets({ ...definition, numbers: [numberOf(1), numberOf(2)] }, there);
    expect(targets.map(({ route, number }) => [route, number])).toEqual([
      ['orange', numberOf(1)],
      ['orange', numberOf(2)],
    ]);
    expect(targets[0]?.message).toMatchObject({ routes: ['orange'], onUncertain: 'hold' });
  });

  it('are the routes that the drill names, with a reason for each route that cannot be measured', () => {
    const targets = planTargets({ ...definition, routes: ['blue', 'gone', 'orange'] }, there);
    expect(targets.map(({ message }) => message)).toEqual([
      'the route is disabled',
      'no route is called that any more',
      expect.objectContaining({ routes: ['orange'] }),
    ]);
  });
});
