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
    ['waits while an uncertain one may still arrive', { state: 'uncertain' }, T0 + 100, 'waiting', undefined],
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
      'has failed when the clock was set back so far that its time would never be over',
      { state: 'sent' },
      T0 - 2 * MINUTE_MS,
      'failed',
      'the clock was set back; sent',
    ],
  ] as const)('%s', (_name, now, at, outcome, reason) => {
    expect(judgeTarget(open(now), rules, at)).toMatchObject({ outcome, reason });
  });

  it('has arrived once the carrier has it, where that is asked for', () => {
    const target = open({ state: 'sent', sentAt: T0 + 50 });
    expect(judgeTarget(target, { ...rules, until: 'sent' }, T0 + 100)).toMatchObject({ outcome: 'arrived' });
  });

  it('is suppressed when it was withdrawn from a number that opted out, and failed when somebody else did', () => {
    const withdrawn = { state: 'cancelled' } as const;
    expect(judgeTarget(open(withdrawn, { optedOut: true }), rules, T0)).toMatchObject({
      outcome: 'suppressed',
      reason: 'the number has opted out',
    });
    expect(judgeTarget(open(withdrawn), rules, T0)).toMatchObject({ outcome: 'failed', reason: 'cancelled' });
  });

  it('that was settled stays as it was, whatever became of its message', () => {
    const kept = open({ state: 'delivered', finalAt: T0 + 5 }, { outcome: 'failed', reason: 'sent' });
    expect(judgeTarget(kept, rules, OVER)).toMatchObject({ outcome: 'failed', reason: 'sent' });
  });

  it('that is gone has failed', () => {
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

describe('a run', () => {
  it('says nothing while a message waits', () => {
    expect(judgeRun([settled('orange', 10), settled('orange', undefined)], run)).toBeUndefined();
  });

  it('passes when all arrived, with median and worst of each route', () => {
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

  it('fails by the one route that failed, and names it', () => {
    const targets = [settled('orange', 10), settled('blue', 20), settled('blue', undefined, 'expired')];
    const verdict = judgeRun(targets, { ...run, interrupted: true });
    expect(verdict).toMatchObject({
      result: 'failed',
      reason: 'blue: 1 of 2 expired; the gateway was started anew meanwhile',
      routes: [{ result: 'passed' }, { result: 'failed', arrived: 1, medianMs: 20 }],
    });
  });

  it('without anything to measure fails: it showed nothing', () => {
    expect(judgeRun([], run)).toMatchObject({ result: 'failed', routes: [] });
  });
});

describe('what is measured', () => {
  const there = [
    { id: 'orange', state: 'down' },
    { id: 'blue', state: 'disabled' },
  ] as const;

  it('is each number by each route that is enabled, by that route alone', () => {
    const targets = planTargets({ ...definition, numbers: [numberOf(1), numberOf(2)] }, there);
    expect(targets.map(({ route, number }) => [route, number])).toEqual([
      ['orange', numberOf(1)],
      ['orange', numberOf(2)],
    ]);
    expect(targets[0]?.message).toMatchObject({ routes: ['orange'], onUncertain: 'hold' });
  });

  it('is what the drill names, with the reason where that cannot be', () => {
    const targets = planTargets({ ...definition, routes: ['blue', 'gone', 'orange'] }, there);
    expect(targets.map(({ message }) => message)).toEqual([
      'the route is disabled',
      'no route is called that any more',
      expect.objectContaining({ routes: ['orange'] }),
    ]);
  });
});
