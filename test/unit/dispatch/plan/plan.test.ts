import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import { Plan } from '../../../../src/dispatch/plan/plan.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { priorities } from '../../../../src/domain/messages/priority.ts';

const mobile = '+33639980001' as Msisdn;
const fixed = '+33199000001' as Msisdn;
const smpp = (id: string) => ({ id, type: 'smpp', host: '127.0.0.1', systemId: 'tocsin' });
const modem = (id: string) => ({ id, type: 'modem', device: `/dev/${id}` });
const planOf = (plan?: unknown, routes: readonly object[] = [modem('modem-1'), smpp('a'), smpp('b')]) =>
  new Plan(configSchema.parse(plan === undefined ? { routes } : { routes, plan }));

describe('a gateway without a plan', () => {
  test('sends by all carriers first, then by all modems, whatever their order in the file', () => {
    expect(planOf().laneFor(mobile, 'normal', undefined)?.tiers).toEqual([['a', 'b'], ['modem-1']]);
  });

  test('has one tier if it has only modems, or only carriers', () => {
    expect(planOf(undefined, [modem('m')]).laneFor(mobile, 'normal', undefined)?.tiers).toEqual([['m']]);
    expect(planOf(undefined, [smpp('a')]).laneFor(mobile, 'normal', undefined)?.tiers).toEqual([['a']]);
  });

  test('spills critical messages after 5 s, high after 30 s, normal after 10 minutes, and low never', () => {
    const lane = planOf().laneFor(mobile, 'normal', undefined);
    expect(priorities.map((priority) => lane?.spillAfterMs[priority])).toEqual([5000, 30_000, 600_000, null]);
  });

  test('carries every number and priority', () => {
    expect(planOf().catchesAll).toBe(true);
  });
});

describe('a plan', () => {
  const plan = planOf([
    { when: { prefix: ['+3363', '+337'], priority: ['critical'] }, tiers: [['modem-1']], spillAfter: '1s' },
    { when: { prefix: ['+336'] }, tiers: [['a'], ['b']] },
    { when: { priority: ['critical'] }, tiers: [['b']] },
  ]);

  test('uses the first rule that matches number and priority', () => {
    expect(plan.laneFor(mobile, 'critical', undefined)?.tiers).toEqual([['modem-1']]);
    expect(plan.laneFor(mobile, 'high', undefined)?.tiers).toEqual([['a'], ['b']]);
    expect(plan.laneFor(fixed, 'critical', undefined)?.tiers).toEqual([['b']]);
  });

  test('gives no lane to a message that no rule matches', () => {
    expect(plan.laneFor(fixed, 'high', undefined)).toBeUndefined();
    expect(plan.catchesAll).toBe(false);
  });

  test('has one spillAfter for every priority if a rule sets it', () => {
    expect(plan.laneFor(mobile, 'critical', undefined)?.spillAfterMs.low).toBe(1000);
  });

  test('is narrowed to the routes that a message names, in the order of the plan', () => {
    expect(plan.laneFor(mobile, 'high', ['b', 'a'])?.tiers).toEqual([['a'], ['b']]);
    expect(plan.laneFor(mobile, 'high', ['b'])?.tiers).toEqual([['b']]);
  });

  test('has the routes that a message names and no rule gives as its last tier', () => {
    expect(plan.laneFor(mobile, 'high', ['modem-1', 'b'])?.tiers).toEqual([['b'], ['modem-1']]);
    expect(plan.laneFor(fixed, 'high', ['modem-1'])?.tiers).toEqual([['modem-1']]);
  });

  test('has a new fingerprint if a rule, a route or a time is changed, and otherwise an equal one', () => {
    const rules = [{ tiers: [['a'], ['b']] }];
    const same = planOf(rules).fingerprint;
    expect(planOf(rules).fingerprint).toBe(same);
    expect(planOf([{ tiers: [['b'], ['a']] }]).fingerprint).not.toBe(same);
    expect(planOf([{ tiers: [['a'], ['b']], spillAfter: '7s' }]).fingerprint).not.toBe(same);
    expect(planOf(rules, [smpp('a'), smpp('b')]).fingerprint).not.toBe(same);
  });
});
