import { setTimeout as wait } from 'node:timers/promises';
import { GatewayFile } from '../support/gateway/gateway-file.ts';
import type { ApiClient, MessageView, RouteView } from '../support/http/api-client.ts';
import { Carrier } from './carrier.ts';
import { type Accepted, gather } from './gather.ts';
import type { FinalView, History, Pause, Stop } from './history.ts';
import { type Blow, fateBy, type Plan, type PlannedMessage } from './plan.ts';

/** How long messages may take to settle after the faults and after the last short validity. */
const SETTLE_MS = 30_000;
const LOOK_EVERY_MS = 400;
/** The looks in a row that must find no change: a late receipt may still be on its way to the disk. */
const QUIET_LOOKS = 3;
const RETRY_MS = 50;
const PAUSE_MS = 100;
/** See `History.busyMs`: a sync of a slow disk. */
const BUSY_MS = 1000;

/** Runs a plan on carriers and a gateway of its own, and returns what happened. */
export const run = async (plan: Plan): Promise<History> => {
  await using open = new AsyncDisposableStack();
  let startedAt = Date.now();
  const carriers: Carrier[] = [];
  for (const route of plan.routes) {
    const fateOf = fateBy(plan, route, () => Date.now() - startedAt);
    const carrier = await Carrier.listen({ route: route.id, receiptTlvs: route.receiptTlvs, fateOf });
    open.defer(() => carrier.close());
    carriers.push(carrier);
  }
  const file = await GatewayFile.make(
    configOf(
      plan,
      carriers.map(({ port }) => port),
    ),
  );
  open.defer(() => file.remove());
  const pauses = new Pauses();
  open.defer(() => pauses.stop());
  const gateway = new Lives(file);
  const api = await gateway.api();
  for (const { id } of plan.routes) await untilUp(api, id);

  startedAt = Date.now();
  const until = (atMs: number): Promise<void> => wait(Math.max(0, startedAt + atMs - Date.now()));
  const posts = plan.messages.map(async (planned): Promise<Accepted> => {
    await until(planned.atMs);
    return { planned, ...(await post(gateway, planned)) };
  });
  const blows = blowsOneByOne(plan).map(async (blow) => {
    await until(blow.atMs);
    const isFaulty = (_: Carrier, index: number) => plan.faulty.includes(plan.routes[index]?.id ?? '');
    if (blow.kind === 'SIGTERM' || blow.kind === 'SIGKILL') await gateway.restart(blow.kind);
    else for (const carrier of carriers.filter(isFaulty)) carrier.dropAfter(blow.answers, blow.kind);
  });
  const [accepted] = await Promise.all([Promise.all(posts), Promise.all(blows)]);
  await until(plan.calmAtMs);
  await settle(gateway, carriers, Math.max(Date.now(), ...accepted.map(endOfShort)) + SETTLE_MS);
  if (plan.endsWithRestart) {
    await gateway.restart('SIGTERM');
    await settle(gateway, carriers, Date.now() + SETTLE_MS);
  }

  const last = await gateway.api();
  const listed = (await last.messages()).map(({ id }) => id);
  const views = new Map<string, FinalView | undefined>();
  for (const { id } of accepted) views.set(id, await viewOf(last, id));
  return gather({
    ...{ plan, accepted, views, carriers, stops: gateway.stops, pauses: pauses.seen, listed },
    ...{ troubles: [], shownAt: (at) => at, busyMs: BUSY_MS },
  });
};

/** Notes when this process stood still: on a busy machine the times in the carriers' logs are late by that much. */
class Pauses {
  readonly seen: Pause[] = [];
  readonly #timer: NodeJS.Timeout;
  #last = Date.now();

  constructor() {
    this.#timer = setInterval(() => {
      const now = Date.now();
      if (now - this.#last > PAUSE_MS) this.seen.push({ from: this.#last, to: now });
      this.#last = now;
    }, PAUSE_MS / 4);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** The gateway's processes on one store, one after the other. */
class Lives {
  readonly stops: Stop[] = [];
  readonly #file: GatewayFile;
  #present: Promise<ApiClient>;

  constructor(file: GatewayFile) {
    this.#file = file;
    this.#present = file.start();
  }

  /** A client of the process that serves, or of the next one as soon as that serves. */
  api(): Promise<ApiClient> {
    return this.#present;
  }

  async restart(how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const before = this.#present;
    const next = (async () => {
      await before;
      const at = Date.now();
      const exitCode = how === 'SIGTERM' ? await this.#file.stop() : null;
      if (how === 'SIGKILL') await this.#file.kill();
      const tookMs = Date.now() - at;
      const api = await this.#file.start();
      this.stops.push({ at, backAt: Date.now(), how, exitCode, tookMs });
      return api;
    })();
    this.#present = next;
    await next;
  }
}

/** Waits between its looks, since other runs share the processor. */
const untilUp = async (api: ApiClient, route: string): Promise<void> => {
  while ((await api.get<RouteView>(`/v1/routes/${route}`)).state !== 'up') await wait(RETRY_MS);
};

/**
 * Posts until the message is accepted, with one idempotency key, so that a gateway that dies meanwhile makes no second
 * one.
 */
const post = async (gateway: Lives, planned: PlannedMessage): Promise<Omit<Accepted, 'planned'>> => {
  const { to, text, priority, onUncertain, validForMs, probes, index } = planned;
  const body = {
    to,
    text,
    priority,
    onUncertain,
    validFor: `PT${validForMs / 1000}S`,
    reference: `chaos-${index}`,
    ...(probes === undefined ? {} : { routes: [probes] }),
  };
  for (;;) {
    const api = await gateway.api();
    try {
      const response = await api.request('POST', '/v1/messages', body, {
        'idempotency-key': `chaos-${index}`,
      });
      const said = await response.text();
      if (response.status === 202) {
        return { id: (JSON.parse(said) as MessageView).id, acceptedAt: Date.now() };
      }
      if (response.status < 500) throw new Refused(`${response.status}: ${said}`);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await wait(RETRY_MS);
  }
};

/** The gateway refuses a valid message: no retry helps. */
class Refused extends Error {}

const viewOf = async (api: ApiClient, id: string): Promise<FinalView | undefined> => {
  const response = await api.request('GET', `/v1/messages/${id}`);
  return response.ok ? ((await response.json()) as FinalView) : undefined;
};

/**
 * The blows in the order of time. SIGTERM and SIGKILL wait until the process before serves, so the later one may be
 * late.
 */
const blowsOneByOne = ({ blows }: Plan): readonly Blow[] => blows.toSorted((a, b) => a.atMs - b.atMs);

const endOfShort = ({ planned, acceptedAt }: Accepted): number =>
  planned.validForMs > SETTLE_MS ? 0 : acceptedAt + planned.validForMs;

/** Resolves when no state has changed for a while and the carriers have nothing left to send, or at `deadline`. */
const settle = async (gateway: Lives, carriers: readonly Carrier[], deadline: number): Promise<void> => {
  for (let quietLooks = 0, before = ''; quietLooks < QUIET_LOOKS && Date.now() < deadline; ) {
    await wait(LOOK_EVERY_MS);
    const states = (await (await gateway.api()).messages()).map(({ state }) => state);
    const isOpen = states.some((state) => state === 'queued' || state === 'sending');
    const present = states.join();
    quietLooks =
      !isOpen && present === before && carriers.every(({ isQuiet }) => isQuiet) ? quietLooks + 1 : 0;
    before = present;
  }
};

export const configOf = (plan: Plan, ports: readonly number[]): string => {
  const routes = plan.routes.map(({ id, window, sessions, bind, longText, validity }, index) =>
    [
      `  - id: ${id}`,
      'type: smpp',
      'host: 127.0.0.1',
      `port: ${ports[index]}`,
      'systemId: chaos',
      `window: ${window}`,
      `sessions: ${sessions}`,
      `bind: ${bind}`,
      `longText: ${longText}`,
      `validity: ${validity}`,
      'receiptId: as-is',
      `responseTimeout: ${plan.responseTimeoutMs}ms`,
      'reconnect: { min: 50ms, max: 500ms }',
    ].join('\n    '),
  );
  const spill = plan.spillAfterMs === undefined ? '' : `, spillAfter: ${plan.spillAfterMs}ms`;
  return `${routes.join('\n')}\nplan:\n  - { tiers: ${JSON.stringify(plan.tiers)}${spill} }`;
};
