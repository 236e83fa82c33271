import type { OwnMessages, RoutePace } from '../../domain/alerts/alert-traffic.ts';
import { Supply } from '../../domain/routes/supply.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { RouteRunner } from '../route/route-runner.ts';
import type { WaitingClass } from './backlog.ts';
import { partsAhead } from './eta.ts';
import type { Outlook } from './outlook.ts';
import type { Lane } from './plan.ts';
import { isUsable } from './planner.ts';

export interface PacesDeps {
  readonly runners: ReadonlyMap<string, RouteRunner>;
  /** Parts per second by route; undefined: no contract. */
  readonly contracts: ReadonlyMap<string, number | undefined>;
  readonly classes: () => Iterable<WaitingClass>;
  readonly laneOf: (lane: number) => Lane | undefined;
  readonly clock: Clock;
}

/** What each route is expected to send from now on. */
export const outlooks = ({ runners, contracts, clock }: PacesDeps): ReadonlyMap<string, Outlook> =>
  new Map([...runners].map(([id, runner]) => [id, outlookOf(runner, contracts.get(id), clock)]));

/**
 * For a slow route the rate while it sends, since it is idle while its limits allow nothing. For a carrier that has
 * room the contracted rate, or the hidden limit: what was measured is what was asked of it. For one without room no
 * more than the last seconds show: a carrier that has just slowed down would be believed for as long as it is measured.
 * The shares that other nodes have of the contract count too, since all nodes send what waits.
 */
const outlookOf = (runner: RouteRunner, contract: number | undefined, clock: Clock): Outlook => {
  const elapsed = clock.elapsed();
  const { state, room, ratePerSecond, elsewherePerSecond = 0, latencyMs } = runner.snapshot();
  const { id, capabilities } = runner.route;
  const { isSlow, believedRate } = capabilities;
  const busy = runner.meter.busy.at(elapsed) ?? believedRate * runner.trust.share;
  const free = contract !== undefined && room > 0 ? Math.min(contract, runner.rate) : 0;
  const measured = room > 0 ? ratePerSecond : Math.min(ratePerSecond, runner.meter.latelyAtMost(elapsed));
  const rate = isSlow ? busy : Math.max(measured, free) + elsewherePerSecond;
  const allowance = runner.route.allowance?.();
  // The limits already count the part that is being sent.
  const counted = allowance !== undefined && runner.inHand > 0 ? 1 : 0;
  return {
    id,
    state,
    isSlow,
    delayMs: isSlow ? 0 : latencyMs,
    inHand: isSlow ? runner.inHand - counted : 0,
    supply: new Supply(rate, allowance, clock.now()),
  };
};

/** How many parts per second each route carries, and what it has to send before other messages. */
export const pacesOf = (deps: PacesDeps, own?: OwnMessages): readonly RoutePace[] => {
  const routes = outlooks(deps);
  return [...routes.values()].map((outlook): RoutePace => {
    const { id, delayMs, supply } = outlook;
    const route = deps.runners.get(id)?.route;
    if (route === undefined) throw new Error(`no route ${id}`);
    return {
      id,
      capabilities: route.capabilities,
      usable: isUsable(outlook),
      ratePerSecond: supply.ratePerSecond,
      delayMs,
      get ahead() {
        return partsAhead(id, deps.classes(), deps.laneOf, routes, deps.clock.now(), own);
      },
      supply,
      spent: route.status().lengths?.now === 0 ? route.status().reason : undefined,
      recipients: route.allowance?.()?.recipients,
    };
  });
};
