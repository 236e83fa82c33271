import { type Priority, priorities } from '../../../src/domain/messages/priority.ts';
import type { Scenario } from './scenario.ts';
import { laneOf, modemsOf } from './simulate.ts';
import { BANK_SECONDS } from './simulated-route.ts';

const STEP_MS = 10;

/**
 * The earliest time at which each share of each priority could have been accepted, ms by share in (0, 1]. It takes all
 * that carriers and modems could carry as a fluid that always goes to the most urgent waiting messages, and so needs to
 * know the limits, the outages and the future. A share that isn't reached by `until` is absent.
 */
export const optimumOf = (
  scenario: Scenario,
  shares: readonly number[],
): Readonly<Record<Priority, ReadonlyMap<number, number>>> => {
  const lane = laneOf(scenario);
  const totals = new Map(priorities.map((priority) => [priority, 0]));
  for (const { priority, count } of scenario.messages)
    totals.set(priority, (totals.get(priority) ?? 0) + count);
  const arrived = new Map(priorities.map((priority) => [priority, 0]));
  const served = new Map(priorities.map((priority) => [priority, 0]));
  const reached = {
    critical: new Map<number, number>(),
    high: new Map<number, number>(),
    normal: new Map<number, number>(),
    low: new Map<number, number>(),
  };
  const arrivals = scenario.messages.toSorted((a, b) => a.at - b.at);
  const latencies = [
    ...scenario.carriers.map(({ latency }) => latency),
    ...modemsOf(scenario).map(({ partMs }) => partMs),
  ];
  const latencyMs = Math.min(...latencies);
  const modemsPerMs = modemsOf(scenario).reduce((sum, { partMs }) => sum + 1 / partMs, 0);
  let next = 0;
  for (let ms = 0; ms < scenario.until; ms += STEP_MS) {
    for (let one = arrivals[next]; one !== undefined && one.at <= ms; one = arrivals[++next])
      arrived.set(one.priority, (arrived.get(one.priority) ?? 0) + one.count);
    let byCarriers = carriedIn(scenario, ms);
    let byModems = modemsPerMs * STEP_MS;
    let open = false;
    for (const priority of priorities) {
      const total = totals.get(priority) ?? 0;
      const before = served.get(priority) ?? 0;
      const waiting = (arrived.get(priority) ?? 0) - before;
      const spills = lane.tiers.length === 1 || lane.spillAfterMs[priority] !== null;
      const carried = Math.min(waiting, byCarriers);
      const carriedByModems = spills ? Math.min(waiting - carried, byModems) : 0;
      byCarriers -= carried;
      byModems -= carriedByModems;
      const after = before + carried + carriedByModems;
      served.set(priority, after);
      if (after < total - 1e-6) open = true;
      for (const share of shares) {
        if (total > 0 && !reached[priority].has(share) && after >= total * share - 1e-6)
          reached[priority].set(share, ms + STEP_MS + latencyMs);
      }
    }
    if (!open) break;
  }
  return reached;
};

const carriedIn = (scenario: Scenario, ms: number): number => {
  let sum = 0;
  for (const { limit, contract, window, latency, changes } of scenario.carriers) {
    let now = limit;
    let up = true;
    for (const change of changes) {
      if (change.at > ms) continue;
      now = change.limit ?? now;
      up = change.up ?? up;
    }
    const most = Math.min(now, contract ?? now, (window * 1000) / latency);
    if (up) sum += (most * STEP_MS) / 1000 + (ms === 0 ? now * BANK_SECONDS : 0);
  }
  return sum;
};
