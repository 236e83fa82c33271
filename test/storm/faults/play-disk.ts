import type { Stage } from '../stage.ts';
import { Died } from '../world/life.ts';
import type { DiskFault } from './world-faults.ts';

/** What is left on a disk that has no room, octets: less than the reserve. */
const LITTLE = 50e6;
/** How long the gateway may take to see that the disk has no room, or has room again, ms. */
const SEEN_MS = 1100;
const LOOK_EVERY_MS = 150;
/** The pauses of the parts that try again while the disk fails end by then, ms. */
const AFTER_MS = 6000;
/** To whom nobody else in the world writes. */
const NOBODY = '+33639980400';

/** Lets the disk be full, fail or be slow for a time. Resolves with what the gateway answered wrongly meanwhile. */
export const playDisk = async (fault: DiskFault, stage: Stage): Promise<readonly string[]> => {
  const { kind, forMs, code, slowMs } = fault;
  const { world } = stage;
  const { disk } = world;
  const failure = disk.database.failureOf(kind, code);
  const states = {
    'no room': { freeBytes: LITTLE, failure },
    'failing disk': { failure },
    'slow disk': { slowMs },
  } as const;
  const from = world.clock.now();
  const to = from + forMs;
  world.troubles.push({ from, to: to + AFTER_MS, of: 'disk', route: undefined });
  world.say(`${kind} for ${forMs} ms, ${code}, ${slowMs}`);
  const state = states[kind];
  disk.faults.add(state);
  const looks: Promise<readonly string[]>[] = [];
  for (; world.clock.now() < to; await world.wait(LOOK_EVERY_MS)) looks.push(look(fault, from, to, stage));
  disk.faults.delete(state);
  return (await Promise.all(looks)).flat();
};

/** Asks the process once, as a client and as a watchdog do. */
const look = async (
  { kind }: DiskFault,
  from: number,
  to: number,
  { world, gateway, plan }: Stage,
): Promise<readonly string[]> => {
  const complaints: string[] = [];
  const askedAt = world.clock.now();
  const ask = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const life = await gateway.life;
    const begun = world.clock.now();
    const answer = await gateway.askOnce(life, method, url, body);
    const at = world.clock.now();
    return { ...answer, begun, at, when: new Date(begun).toISOString() };
  };
  try {
    const health = await ask('GET', '/healthz');
    if (health.status !== 200)
      complaints.push(`${health.when}: GET /healthz answered ${health.status} during ${kind}`);
    if (health.at > health.begun + ALIVE_MS)
      complaints.push(`${health.when}: GET /healthz took ${health.at - health.begun} ms during ${kind}`);
    // What is accepted after all must not be sent: it is for tomorrow by a clock that nobody sets.
    const isSet = plan.worldFaults.some((fault) => fault.kind === 'clock');
    if (kind === 'slow disk' || isSet) return complaints;
    if (kind === 'no room' && world.disk.database.kind === 'postgres') return complaints;
    const sendAt = new Date(world.clock.now() + DAY_MS).toISOString();
    const posted = await ask('POST', '/v1/messages', { to: NOBODY, text: 'nobody', sendAt });
    if (posted.status === 202) await withdraw(gateway, posted.body);
    const isSure = kind === 'failing disk' || askedAt > from + SEEN_MS;
    if (!isSure || posted.at >= to) return complaints;
    if (posted.status !== 503)
      complaints.push(`${posted.when}: a message is answered ${posted.status} during ${kind}`);
    else if (!/disk|database/i.test(posted.body))
      complaints.push(`${posted.when}: the refusal during ${kind} doesn't say why: ${posted.body}`);
    const ready = await ask('GET', '/readyz');
    if (ready.at < to && ready.status !== 503)
      complaints.push(`${ready.when}: GET /readyz answered ${ready.status} during ${kind}`);
  } catch (error) {
    if (!(error instanceof Died)) throw error;
  }
  return complaints;
};

/** A request that needs no disk is answered within this, ms. */
const ALIVE_MS = 50;
const DAY_MS = 86_400_000;

const withdraw = async (gateway: Stage['gateway'], body: string): Promise<void> => {
  const { id } = JSON.parse(body) as { readonly id: string };
  await gateway.ask('POST', `/v1/messages/${id}/cancel`);
};
