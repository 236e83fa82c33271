import { parse } from 'yaml';
import { seededRandom } from '../../src/sim/smsc/carrier/random.ts';
import { Carrier } from '../chaos/carrier.ts';
import { diceOf } from '../chaos/dice.ts';
import { gather } from '../chaos/gather.ts';
import type { History } from '../chaos/history.ts';
import type { Fall } from '../chaos/law.ts';
import { fallsIn } from '../chaos/laws.ts';
import { fateBy } from '../chaos/plan.ts';
import { configOf } from '../chaos/run.ts';
import type { RouteView } from '../support/http/api-client.ts';
import type { Act } from './acts/act.ts';
import { ACTS, startOf } from './acts/acts.ts';
import { mergeConfig } from './acts/merge-config.ts';
import { endOfShort, messagesOf, postAll, viewsOf } from './acts/messages.ts';
import { makeDatabase } from './database/make-database.ts';
import { judgeWorld } from './faults/judge-world.ts';
import { playWorldFaults } from './faults/play-world-faults.ts';
import { StormGateway } from './gateway.ts';
import type { StormPlan } from './plan.ts';
import type { Stage } from './stage.ts';
import { placeIn } from './world/place-in.ts';
import { World } from './world/world.ts';

/**
 * How long all may take to settle after the faults and after the last short validity: a route that has found a limit
 * goes back to its pace step by step.
 */
const SETTLE_MS = 120_000;
const FIRST_PAUSE_MS = 400;
/** Each look at all messages costs time; the pause between two grows up to this. */
const LONGEST_PAUSE_MS = 3000;
const PAUSES_GROW = 1.2;
/** The looks in a row that must find no change: a late receipt may still be on its way to the disk. */
const QUIET_LOOKS = 3;
const RETRY_MS = 50;
/** More time of the world than a run may take that is not stretched, ms. */
const MOST_MS = 30 * 60_000;

export interface StormRun {
  readonly history: History;
  /** Each breach of a law, of the messages and of the acts. */
  readonly falls: readonly Fall[];
  /** What went on, line by line. */
  readonly log: readonly string[];
  /** Time of the world that has passed, ms. */
  readonly passedMs: number;
  /** Timers of the world that have run. */
  readonly events: number;
}

/** Runs a plan in a world of its own: the whole gateway and its carriers, in this thread, on simulated time. */
export const runStorm = async (plan: StormPlan): Promise<StormRun> => {
  const database = await makeDatabase(seededRandom(plan.seed ^ 0xd15c));
  const world = new World(plan.seed, database, startOf(plan.acts));
  const begun = world.clock.now();
  try {
    const { history, falls } = await world.run(playedOn(plan, world), MOST_MS * plan.stretch);
    for (const { at, route, link, to, part, total, taken } of history.submits)
      world.log.push(`${new Date(at).toISOString()} ${route} ${link} ${to} ${part}/${total} ${taken}`);
    for (const { id, view } of history.stories) world.log.push(`${id} ${view?.state} ${view?.reason}`);
    return { history, falls, log: world.log, passedMs: world.clock.now() - begun, events: world.clock.ran };
  } finally {
    await database.remove();
  }
};

type Played = Pick<StormRun, 'history' | 'falls'>;

const playedOn = async (plan: StormPlan, world: World): Promise<Played> => {
  const { clock } = world;
  let startedAt = clock.now();
  const acts = plan.acts.map((name): readonly [string, Act] => {
    const dice = diceOf(plan.seed);
    const act = ACTS[name]?.make((label) => dice(`${name} ${label}`));
    if (act === undefined) throw new Error(`there is no act ${name}`);
    return [name, act];
  });
  const carriers: Carrier[] = [];
  for (const route of plan.routes) {
    const fateOf = fateBy(plan, route, () => (clock.now() - startedAt) / plan.stretch);
    carriers.push(
      await Carrier.listen({
        route: route.id,
        receiptTlvs: route.receiptTlvs,
        fateOf,
        place: placeIn(world),
      }),
    );
  }
  const routes = configOf(
    plan,
    carriers.map(({ port }) => port),
  );
  const { plan: rules, ...base } = parse(`sender: PREFECTURE\nuncertainGrace: 300ms\nroutes:\n${routes}`);
  // The first rule that matches decides, and that of the messages matches all.
  const config = mergeConfig([base, ...acts.map(([, act]) => act.config), { plan: rules }]);
  const gateway = await StormGateway.start(world, config, async (store) => {
    for (const [, act] of acts) await act.prepare?.(store, clock);
  });
  for (const { id } of plan.routes) await untilUp(world, gateway, id);

  startedAt = clock.now();
  const until = (atMs: number): Promise<void> =>
    world.wait(Math.max(0, startedAt + atMs * plan.stretch - clock.now()));
  const stage: Stage = { plan, world, gateway, carriers, startedAt, until };
  const played = acts.map(([, act]) => act.play(stage));
  const [accepted, , faultComplaints] = await Promise.all([
    postAll(stage),
    strike(stage),
    playWorldFaults(stage),
    ...played,
  ]);
  await until(plan.calmAtMs);
  // Each resend waits twice as long as the one before, so that a long fault doesn't make many duplicates. A link that
  // ends after some answers may end when all is calm, and costs one more resend then; each carrier has one at most.
  const mayDrop = plan.blows.some(({ kind }) => kind !== 'SIGTERM' && kind !== 'SIGKILL');
  const resends = mayDrop ? plan.faulty.length : 0;
  const pausesMs = plan.stretch > 1 ? plan.calmAtMs * plan.stretch * 2 ** resends : 0;
  const settled = (): Promise<void> => settle(stage, acts, clock.now() + SETTLE_MS + pausesMs);
  await world.wait(Math.max(0, endOfShort(accepted) - clock.now()));
  await settled();
  if (plan.endsWithRestart) {
    await gateway.restart('SIGTERM');
    await settled();
  }

  const listed = (await messagesOf(gateway)).map(({ id }) => id);
  const planned = new Set(accepted.map(({ id }) => id));
  const views = await viewsOf(gateway, accepted);
  const complaints: Fall[] = [];
  for (const [law, act] of acts)
    for (const complaint of await act.judge(stage)) complaints.push({ law, message: undefined, complaint });
  complaints.push(...(await judgeWorld(stage, faultComplaints)));
  for (const carrier of carriers) await carrier.close();
  const history = gather({
    ...{ plan, accepted, views, carriers, stops: gateway.stops },
    ...{ busyMs: 0, troubles: world.troubles, shownAt: (at: number) => world.wall.shownAt(at) },
    // What comes through a cable that was silent may have been sent long before.
    pauses: world.troubles.filter(({ of }) => of === 'network'),
    // The messages of acts are theirs to judge.
    listed: acts.length === 0 ? listed : listed.filter((id) => planned.has(id)),
  });
  return { history, falls: [...fallsIn(history), ...complaints] };
};

const untilUp = async (world: World, gateway: StormGateway, route: string): Promise<void> => {
  while ((await gateway.get<RouteView>(`/v1/routes/${route}`))?.state !== 'up') await world.wait(RETRY_MS);
};

/** Lets the blows of the plan fall, each at its time. */
const strike = async ({ plan, gateway, carriers, until }: Stage): Promise<void> => {
  const isFaulty = (_: Carrier, index: number) => plan.faulty.includes(plan.routes[index]?.id ?? '');
  await Promise.all(
    plan.blows.map(async (blow) => {
      await until(blow.atMs);
      if (blow.kind === 'SIGTERM' || blow.kind === 'SIGKILL') await gateway.restart(blow.kind);
      else for (const carrier of carriers.filter(isFaulty)) carrier.dropAfter(blow.answers, blow.kind);
    }),
  );
};

/** Resolves when no state has changed for a while and the carriers have nothing left to send, or at `deadline`. */
const settle = async (
  stage: Stage,
  acts: readonly (readonly [string, Act])[],
  deadline: number,
): Promise<void> => {
  const { world, gateway, carriers } = stage;
  const { stretch } = stage.plan;
  const areSettled = async (): Promise<boolean> => {
    for (const [, act] of acts) if (!(await act.isSettled(stage))) return false;
    return true;
  };
  let pauseMs = FIRST_PAUSE_MS;
  for (let quietLooks = 0, before = ''; quietLooks < QUIET_LOOKS && world.clock.now() < deadline; ) {
    await world.wait(pauseMs);
    const states = (await messagesOf(gateway)).map(({ state }) => state);
    const isOpen = states.some((state) => state === 'queued' || state === 'sending');
    const present = states.join();
    const isQuiet = !isOpen && present === before && carriers.every((carrier) => carrier.isQuiet);
    quietLooks = isQuiet && (await areSettled()) ? quietLooks + 1 : 0;
    pauseMs =
      quietLooks > 0
        ? FIRST_PAUSE_MS
        : Math.min(Math.ceil(pauseMs * PAUSES_GROW), LONGEST_PAUSE_MS * stretch);
    before = present;
  }
};
