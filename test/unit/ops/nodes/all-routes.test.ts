import { describe, expect, test } from 'vitest';
import type { RouteView } from '../../../../src/domain/routes/routes-control.ts';
import { AllRoutes } from '../../../../src/ops/nodes/all-routes.ts';
import type { OtherNode } from '../../../../src/ops/nodes/others.ts';

const view = (id: string, own: Partial<RouteView> = {}): RouteView => ({
  id,
  type: 'smpp',
  state: 'up',
  reason: undefined,
  rate: 10,
  contractedRate: undefined,
  latencyMs: 20,
  backlog: 0,
  etaMs: { critical: 0, high: 0, normal: 0, low: 0 },
  inFlight: 1,
  sentToday: 5,
  modem: undefined,
  quarantine: undefined,
  receiptId: undefined,
  refusals: undefined,
  ...own,
});

const there = (...routes: readonly RouteView[]): OtherNode => ({
  number: 2,
  name: 'there',
  url: undefined,
  certificate: undefined,
  key: undefined,
  leads: false,
  status: { plan: 'plan', routes },
});

const CONFIGURED = [
  { id: 'carrier', type: 'smpp' },
  { id: 'modem', type: 'modem', node: 'there' },
] as const;

const all = (...others: readonly OtherNode[]): AllRoutes =>
  new AllRoutes({ others: { all: others }, own: 'here', configured: () => CONFIGURED });

describe('the routes of all nodes', () => {
  test('have a route of another node as that one sees it', () => {
    const modem = view('modem', { type: 'modem', reason: 'weak signal', state: 'degraded' });
    expect(all(there(modem)).views([view('carrier')])).toMatchObject([{ id: 'carrier' }, modem]);
  });

  test('name the node that does not run, if a route is its own', () => {
    expect(all().views([view('carrier')])).toMatchObject([
      { id: 'carrier', state: 'up' },
      { id: 'modem', state: 'down', reason: 'the node there does not run', rate: 0 },
    ]);
  });

  test('show a shared route as degraded while one node has no bind, and say which', () => {
    const [carrier] = all(there(view('carrier', { state: 'down', reason: 'connection refused' }))).views([
      view('carrier'),
    ]);
    expect(carrier).toMatchObject({ state: 'degraded', reason: 'there: connection refused' });
  });

  test('add up what a shared route carries, and not what was sent today, which each node reads for all', () => {
    const [carrier] = all(there(view('carrier', { sentToday: 7 }))).views([view('carrier')]);
    expect(carrier).toMatchObject({ state: 'up', rate: 20, inFlight: 2, sentToday: 7 });
  });

  test('are as fast as all nodes together, and unusable where no node can use them', () => {
    const paces = all(there(view('modem', { type: 'modem', state: 'down' }))).paces([], 0);
    expect(paces.map(({ id, usable }) => [id, usable])).toEqual([
      ['carrier', false],
      ['modem', false],
    ]);
    const [, modem] = all(there(view('modem', { type: 'modem', rate: 2 }))).paces([], 0);
    expect(modem).toMatchObject({ id: 'modem', usable: true, ratePerSecond: 2 });
  });
});
