import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertClient } from '../../../../support/alerts/alert-client.ts';
import { draft } from '../../../../support/alerts/alert-gateway.ts';
import { crowding } from '../../../../support/crowding.ts';
import { expectAllHadIt, firstNumbers, shownTo } from '../../../../support/gateway/all-had-it.ts';
import { isOver, NodesOnCarrier } from '../../../../support/gateway/nodes-on-carrier.ts';
import { Poster } from '../../../../support/gateway/poster.ts';
import { KeptServer } from '../../../../support/postgres/kept-server.ts';

const PEOPLE = 300;
/** The first number that is posted to alone, behind those of the alert, and how many each poster has. */
const [ALONE_FROM, NUMBERS] = [2000, 2000];
/** How long the server is down or frozen. That it is frozen is noticed after 8 s. */
const AWAY_MS = 20_000;
/** In so many ms the middle one of all refusals comes on a quiet machine: it is noticed after 8 s. */
const REFUSED_MS = 8000;
/**
 * In so many ms each request is answered: what docs/postgres.md promises. Of one that had begun nobody knows the outcome
 * before the server is back, so that it waits for it.
 */
const LONGEST_MS = 120_000;

/** After which a test hangs for sure: three gateways and a server share two cores with other tests. */
const TIMEOUT_MS = 240_000;

let server: KeptServer;
let nodes: NodesOnCarrier;
let alone: NodesOnCarrier;

beforeEach(async () => {
  server = await KeptServer.start();
  const carrier = { submitLatencyMs: 30, window: 2, server };
  nodes = await NodesOnCarrier.make(carrier);
  alone = await NodesOnCarrier.make({ ...carrier, isAlone: true });
});
afterEach(async () => {
  await server.tell('thaw');
  await Promise.all([nodes, alone].map((rig) => rig[Symbol.asyncDispose]()));
  await server[Symbol.asyncDispose]();
});

/** Gateways that send an alert, while messages are posted to each. */
class UnderLoad {
  readonly rig: NodesOnCarrier;
  readonly #clients: readonly AlertClient[];
  readonly #alert: number;
  readonly #posters: readonly Poster[];

  private constructor(rig: NodesOnCarrier, clients: readonly AlertClient[], alert: number) {
    this.rig = rig;
    this.#clients = clients;
    this.#alert = alert;
    this.#posters = clients.flatMap((client, at) =>
      [2 * at, 2 * at + 1].map((turn) => new Poster(client, ALONE_FROM + turn * NUMBERS)),
    );
  }

  static async begin(rig: NodesOnCarrier, clients: readonly AlertClient[]): Promise<UnderLoad> {
    const [first] = clients;
    if (first === undefined) throw new RangeError('no gateway');
    const { id } = await first.create(draft(PEOPLE, { priority: 'critical' }));
    await first.launch(id);
    const load = new UnderLoad(rig, clients, id);
    await rig.smsc.until(({ phones }) => phones.shownCount >= 100);
    return load;
  }

  /** Resolves once each poster had so many more refusals. */
  refused(more: number): Promise<void> {
    return this.#more(({ refused }) => refused.length, more);
  }

  /** Resolves once each poster had so many more messages accepted. */
  accepted(more: number): Promise<void> {
    return this.#more(({ accepted }) => accepted.length, more);
  }

  async #more(count: (poster: Poster) => number, more: number): Promise<void> {
    const before = this.#posters.map(count);
    while (this.#posters.some((poster, at) => count(poster) < (before[at] ?? 0) + more)) await pause(20);
  }

  /** Ends the load, and checks that nothing is lost, and that nobody was told of a message what isn't so. */
  async isRight(): Promise<void> {
    for (const poster of this.#posters) await poster.end();
    const [first] = this.#clients;
    if (first === undefined) return;
    await first.untilAlert(this.#alert, isOver);
    const all = await first.until(
      () => first.messages(),
      (messages) => messages.every(({ state }) => state === 'delivered'),
    );
    const accepted = this.#posters.flatMap((poster) => poster.accepted);
    const refused = this.#posters.flatMap((poster) => poster.refused);
    expectAllHadIt(this.rig.smsc, [...firstNumbers(PEOPLE), ...accepted], all);
    // Who was told that the message is refused sends it again, so it must not have been sent.
    expect(shownTo(this.rig.smsc, refused)).toBe(0);
    const crowded = crowding();
    for (const { statuses, middleRefusalMs, slowestMs, withoutRetryAfter } of this.#posters) {
      expect([...statuses].toSorted()).toEqual([202, 503]);
      expect(withoutRetryAfter).toBe(0);
      expect(middleRefusalMs).toBeLessThan(REFUSED_MS * crowded);
      expect(slowestMs).toBeLessThan(LONGEST_MS);
    }
    const logs = [...this.rig.nodes.logs.values()].flat();
    expect(logs.filter((line) => line.includes('taken for dead'))).toEqual([]);
  }
}

const begin = async (): Promise<readonly UnderLoad[]> => {
  const { north, south } = await nodes.startBoth();
  const sole = await alone.startAlone();
  return [await UnderLoad.begin(nodes, [north, south]), await UnderLoad.begin(alone, [sole])];
};

const all = (loads: readonly UnderLoad[], what: (load: UnderLoad) => Promise<void>): Promise<unknown> =>
  Promise.all(loads.map(what));

/** Waits until the server was away for its time, and each gateway has refused messages meanwhile. */
const whileAway = (loads: readonly UnderLoad[]): Promise<unknown> =>
  Promise.all([pause(AWAY_MS), all(loads, (load) => load.refused(20))]);

test(
  'while PostgreSQL is down after a crash all gateways refuse in time, and go on by themselves when it is back',
  async () => {
    const loads = await begin();
    await server.tell('crash');
    await whileAway(loads);
    // It crashes again while it recovers, and soon after it has begun to serve.
    await server.tell('start');
    await server.tell('crash');
    await server.tell('start');
    await all(loads, (load) => load.accepted(20));
    await server.tell('crash');
    await server.tell('start');
    await all(loads, (load) => load.accepted(20));
    await all(loads, (load) => load.isRight());
  },
  TIMEOUT_MS,
);

test(
  'while PostgreSQL is frozen all gateways refuse in time, and go on by themselves when it goes on',
  async () => {
    const loads = await begin();
    await server.tell('freeze');
    await whileAway(loads);
    await server.tell('thaw');
    await all(loads, (load) => load.accepted(20));
    await all(loads, (load) => load.isRight());
  },
  TIMEOUT_MS,
);
