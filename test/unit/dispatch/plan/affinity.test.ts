import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../../src/config/schema.ts';
import { LaneRegistry } from '../../../../src/dispatch/plan/lane-registry.ts';
import { Plan } from '../../../../src/dispatch/plan/plan.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { routesFor } from '../../../support/dispatch/routes-for.ts';

const modem = (id: string, prefer?: readonly string[]) => ({
  id,
  type: 'modem',
  device: `/dev/${id}`,
  ...(prefer && { prefer }),
});
const planOf = (routes: readonly object[], plan?: unknown): Plan =>
  new Plan(configSchema.parse({ routes, ...(plan === undefined ? {} : { plan }) }));

const MOBILE = '+33639980001' as Msisdn;
const LANDLINE = '+33199000001' as Msisdn;

/** The order in which equally fast modems would take a message to this number. */
const orderFor = (plan: Plan, to: Msisdn, only?: readonly string[]): readonly string[] => {
  const lane = plan.laneFor(to, 'critical', only);
  if (lane === undefined) return [];
  const alike = { state: 'up', room: 2, ratePerSecond: 0.5, latencyMs: 3000, weight: 1 } as const;
  const routes = new Map(lane.tiers.flat().map((id) => [id, { ...alike, id }]));
  return routesFor(lane, 'critical', 0, routes);
};

describe('modems of one tier', () => {
  const plan = planOf([modem('plain'), modem('land', ['+331']), modem('mobile', ['+336', '+337'])]);

  test('come first for a number that they prefer, and last if they prefer only other numbers', () => {
    expect(orderFor(plan, MOBILE)).toEqual(['mobile', 'plain', 'land']);
    expect(orderFor(plan, LANDLINE)).toEqual(['land', 'plain', 'mobile']);
    expect(orderFor(plan, '+447700900123' as Msisdn)).toEqual(['plain', 'land', 'mobile']);
  });

  test('keep the order of their preferences when a message names its routes', () => {
    expect(orderFor(plan, MOBILE, ['land', 'mobile'])).toEqual(['mobile', 'land']);
  });

  test('are not used before routes of an earlier tier, even if they prefer the number', () => {
    const tiered = planOf(
      [modem('first'), modem('second', ['+336'])],
      [{ tiers: [['first'], ['second']], spillAfter: '0s' }],
    );
    expect(orderFor(tiered, MOBILE)).toEqual(['first', 'second']);
  });
});

describe('a lane with modems that prefer numbers', () => {
  const routes = [modem('a', ['+336']), modem('b')];

  test('is shared by numbers that the same modems prefer, and is another for other numbers', async () => {
    const plan = planOf(routes);
    expect(plan.laneFor(MOBILE, 'low', undefined)).toBe(plan.laneFor(MOBILE, 'high', undefined));
    const registry = await LaneRegistry.open(new MemoryStore(), plan);
    const mobile = await registry.numberFor(MOBILE, 'critical', undefined);
    expect(registry.numberFor('+33639980002' as Msisdn, 'critical', undefined)).toBe(mobile);
    expect(await registry.numberFor(LANDLINE, 'critical', undefined)).not.toBe(mobile);
  });

  test('keeps the order of its modems after the refusal of one modem, and after a restart', async () => {
    const store = new MemoryStore();
    const plan = planOf([...routes, modem('c')]);
    const registry = await LaneRegistry.open(store, plan);
    const number = (await registry.numberFor(MOBILE, 'critical', undefined)) ?? 0;
    const without = (await registry.without(number, 'c')) ?? 0;
    expect(registry.get(without)).toMatchObject({ tiers: [['a', 'b']], ranks: { a: -1 } });
    const again = await LaneRegistry.open(store, plan);
    expect(again.get(without)).toEqual(registry.get(without));
  });

  test('changes with the preferences, since they are part of the fingerprint of the plan', () => {
    const { fingerprint } = planOf(routes);
    expect(planOf([modem('a', ['+337']), modem('b')]).fingerprint).not.toBe(fingerprint);
  });

  test('has no ranks if no modem prefers any number', () => {
    const plan = planOf([modem('a'), modem('b')]);
    expect(plan.laneFor(MOBILE, 'low', undefined)).toBe(plan.lanes[0]);
  });
});
