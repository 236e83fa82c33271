import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Carrier } from '../chaos/carrier.ts';
import { gather } from '../chaos/gather.ts';
import type { FinalView, History } from '../chaos/history.ts';
import { fateBy, type PlannedMessage } from '../chaos/plan.ts';
import { configOf } from '../chaos/run.ts';
import type { MessageView, RouteView } from '../support/http/api-client.ts';
import { StormGateway } from './gateway.ts';
import type { StormPlan } from './plan.ts';
import { World } from './world/world.ts';

/**
 * How long messages may take to settle after the faults and after the last short validity: a route that has found a
 * limit goes back to its pace step by step.
 */
const SETTLE_MS = 120_000;
/** A validity that is longer than this is not waited for, ms. */
const LONG_MS = 30_000;
const LOOK_EVERY_MS = 400;
/** The looks in a row that must find no change: a late receipt may still be on its way to the disk. */
const QUIET_LOOKS = 3;
const RETRY_MS = 50;
/** More time of the world than any run may take, ms. */
const MOST_MS = 30 * 60_000;

export interface StormRun {
  readonly history: History;
  /** What went on, line by line. */
  readonly log: readonly string[];
  /** Time of the world that has passed, ms. */
  readonly passedMs: number;
  /** Timers of the world that have run. */
  readonly events: number;
}

/** Runs a plan in a world of its own: the whole gateway and its carriers, in this thread, on simulated time. */
export const runStorm = async (plan: StormPlan): Promise<StormRun> => {
  const world = new World(plan.seed);
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-storm-'));
  const begun = world.clock.now();
  try {
    const history = await world.run(historyOf(plan, world, folder), MOST_MS);
    for (const { at, route, link, to, part, total, taken } of history.submits)
      world.log.push(`${new Date(at).toISOString()} ${route} ${link} ${to} ${part}/${total} ${taken}`);
    for (const { id, view } of history.stories) world.log.push(`${id} ${view?.state} ${view?.reason}`);
    return { history, log: world.log, passedMs: world.clock.now() - begun, events: world.clock.ran };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const historyOf = async (plan: StormPlan, world: World, folder: string): Promise<History> => {
  const { clock } = world;
  let startedAt = clock.now();
  const carriers: Carrier[] = [];
  for (const route of plan.routes) {
    const fateOf = fateBy(plan, route, () => clock.now() - startedAt);
    const place = {
      clock,
      listen: async (welcome: Parameters<World['net']['listen']>[0]) => {
        const port = world.net.listen(welcome);
        return { port, close: async () => world.net.close(port) };
      },
    };
    carriers.push(await Carrier.listen({ route: route.id, receiptTlvs: route.receiptTlvs, fateOf, place }));
  }
  const yaml = configOf(
    plan,
    carriers.map(({ port }) => port),
  );
  const gateway = await StormGateway.start(
    world,
    `sender: PREFECTURE\nuncertainGrace: 300ms\nroutes:\n${yaml}`,
    folder,
  );
  for (const { id } of plan.routes) await untilUp(world, gateway, id);

  startedAt = clock.now();
  const until = (atMs: number): Promise<void> => world.wait(Math.max(0, startedAt + atMs - clock.now()));
  const posts = plan.messages.map(async (planned) => {
    await until(planned.atMs);
    return { planned, ...(await post(world, gateway, planned)) };
  });
  const blows = plan.blows.map(async (blow) => {
    await until(blow.atMs);
    if (blow.kind === 'SIGTERM' || blow.kind === 'SIGKILL') await gateway.restart(blow.kind);
    else
      for (const [index, carrier] of carriers.entries())
        if (plan.faulty.includes(plan.routes[index]?.id ?? '')) carrier.dropAfter(blow.answers, blow.kind);
  });
  const [accepted] = await Promise.all([Promise.all(posts), Promise.all(blows)]);
  await until(plan.calmAtMs);
  const endOfShort = ({ planned, acceptedAt }: (typeof accepted)[number]): number =>
    planned.validForMs > LONG_MS ? 0 : acceptedAt + planned.validForMs;
  await settle(world, gateway, carriers, Math.max(clock.now(), ...accepted.map(endOfShort)) + SETTLE_MS);
  if (plan.endsWithRestart) {
    await gateway.restart('SIGTERM');
    await settle(world, gateway, carriers, clock.now() + SETTLE_MS);
  }

  const listed = (await messagesOf(gateway)).map(({ id }) => id);
  const views = new Map<string, FinalView | undefined>();
  for (const { id } of accepted) views.set(id, await gateway.get<FinalView>(`/v1/messages/${id}`));
  await (await gateway.life).stop();
  for (const carrier of carriers) await carrier.close();
  return gather({ plan, accepted, views, carriers, stops: gateway.stops, pauses: [], listed });
};

const untilUp = async (world: World, gateway: StormGateway, route: string): Promise<void> => {
  while ((await gateway.get<RouteView>(`/v1/routes/${route}`))?.state !== 'up') await world.wait(RETRY_MS);
};

/** Posts until the message is accepted, with one idempotency key. */
const post = async (
  world: World,
  gateway: StormGateway,
  { to, text, priority, onUncertain, validForMs, probes, index }: PlannedMessage,
): Promise<{ readonly id: string; readonly acceptedAt: number }> => {
  const body = {
    ...{ to, text, priority, onUncertain, validFor: `PT${validForMs / 1000}S`, reference: `storm-${index}` },
    ...(probes === undefined ? {} : { routes: [probes] }),
  };
  for (;;) {
    const answer = await gateway.ask('POST', '/v1/messages', body, { 'idempotency-key': `storm-${index}` });
    if (answer.status === 202)
      return { id: (JSON.parse(answer.body) as MessageView).id, acceptedAt: world.clock.now() };
    if (answer.status < 500) throw new Error(`a valid message is refused: ${answer.status} ${answer.body}`);
    await world.wait(RETRY_MS);
  }
};

const messagesOf = async (gateway: StormGateway): Promise<readonly MessageView[]> => {
  const all: MessageView[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: MessageView[]; next: string | null } | undefined = await gateway.get(
      `/v1/messages?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    all.push(...(page?.items ?? []));
    cursor = page?.next ?? null;
  }
  return all;
};

/** Resolves when no state has changed for a while and the carriers have nothing left to send, or at `deadline`. */
const settle = async (
  world: World,
  gateway: StormGateway,
  carriers: readonly Carrier[],
  deadline: number,
): Promise<void> => {
  for (let quietLooks = 0, before = ''; quietLooks < QUIET_LOOKS && world.clock.now() < deadline; ) {
    await world.wait(LOOK_EVERY_MS);
    const states = (await messagesOf(gateway)).map(({ state }) => state);
    const isOpen = states.some((state) => state === 'queued' || state === 'sending');
    const present = states.join();
    const isQuiet = !isOpen && present === before && carriers.every((carrier) => carrier.isQuiet);
    quietLooks = isQuiet ? quietLooks + 1 : 0;
    before = present;
  }
};
