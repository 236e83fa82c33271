import { configSchema } from '../../../src/config/schema.ts';
import { Backlog } from '../../../src/dispatch/plan/backlog.ts';
import { type Lane, Plan } from '../../../src/dispatch/plan/plan.ts';
import { RouteRunner } from '../../../src/dispatch/route/route-runner.ts';
import { SendLoop } from '../../../src/dispatch/send-loop.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import { type Priority, priorities } from '../../../src/domain/messages/priority.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import type { OutgoingPart } from '../../../src/domain/routes/route.ts';
import type { Log } from '../../../src/kernel/log.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { LANE, SimulatedQueue } from './simulated-queue.ts';
import { SimulatedRoute } from './simulated-route.ts';

const GRACE_MS = 5000;
/** How long until a message that was put back is on disk and counted, ms: after the claims that were under way. */
const DISK_MS = 1;
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface Course {
  /** By priority: the times, ms, at which a carrier or modem accepted each message, in order. */
  readonly acceptedAt: Readonly<Record<Priority, readonly number[]>>;
  /** Messages that were given to a link that was lost, and that `onUncertain` forbids to send again. */
  readonly uncertain: number;
  readonly possibleDuplicates: number;
  readonly routes: readonly { readonly id: string; readonly accepted: number; readonly throttled: number }[];
  readonly endedAtMs: number;
}

/** The modems of a scenario by name, each with how long a part takes, ms. */
export const modemsOf = ({ modems }: Scenario): readonly { readonly id: string; readonly partMs: number }[] =>
  modems
    .flatMap(({ count, part }) => Array.from({ length: count }, () => part))
    .map((partMs, index) => ({ id: `modem-${index + 1}`, partMs }));

/** The gateway's own send loop, planner, pacer and window over carriers and modems that exist in virtual time. */
export const simulate = async (scenario: Scenario): Promise<Course> => {
  const clock = new SimulatedClock();
  const queue = new SimulatedQueue();
  const backlog = new Backlog([]);
  const runners = new Map<string, RouteRunner>();
  const acceptedAt = { critical: [], high: [], normal: [], low: [] } satisfies Record<
    Priority,
    number[]
  > as Record<Priority, number[]>;
  let uncertain = 0;
  let possibleDuplicates = 0;
  let open = scenario.messages.reduce((sum, { count }) => sum + count, 0);

  const lane = laneOf(scenario);
  const hasOther = lane.tiers.flat().length > 1;
  const back = (message: Claimed, dueInMs: number, avoid: string | undefined, avoidMs: number): void => {
    const now = clock.now();
    clock.after(DISK_MS, () => {
      queue.putBack(message.priority, { dueAt: now + dueInMs, avoid, avoidUntil: now + avoidMs });
      backlog.add(LANE, message.priority, 1, now + dueInMs);
      loop.wake();
    });
  };
  const settle = (message: Claimed, runner: RouteRunner, outcome: Outcome): void => {
    const { id } = runner.route;
    if (outcome.kind === 'accepted') {
      acceptedAt[message.priority].push(clock.now());
      open--;
    } else if (outcome.kind === 'retry') {
      if (hasOther) back(message, 0, id, outcome.afterMs);
      else back(message, outcome.afterMs, undefined, 0);
    } else if (message.onUncertain === 'resend') {
      possibleDuplicates++;
      clock.after(GRACE_MS, () => back(message, 0, undefined, 0));
    } else {
      uncertain++;
      open--;
    }
  };
  const loop = new SendLoop({
    queue,
    backlog,
    lane: () => lane,
    runners,
    clock,
    log: silent,
    launch: (message, runner) => runner.send(partOf(message), (outcome) => settle(message, runner, outcome)),
    diskRefuses: () => false,
  });

  const routes = makeRoutes(scenario, clock, () => loop.wake());
  for (const { route, contract } of routes)
    runners.set(route.id, new RouteRunner(route, contract, clock, () => loop.wake()));
  for (const { priority, count, at } of scenario.messages) {
    clock.after(at, () => {
      queue.add(priority, count);
      backlog.add(LANE, priority, count, clock.now());
      loop.wake();
    });
  }
  loop.start();
  await clock.run(scenario.until, () => open === 0);
  const endedAtMs = clock.now();
  await loop.stop();
  return {
    acceptedAt,
    uncertain,
    possibleDuplicates,
    routes: routes.map(({ route: { id, accepted, throttled } }) => ({ id, accepted, throttled })),
    endedAtMs,
  };
};

/** The lane of the default plan. */
export const laneOf = (scenario: Scenario): Lane => {
  const config = configSchema.parse({
    routes: [
      ...scenario.carriers.map(({ id }) => ({ id, type: 'smpp', host: '127.0.0.1', systemId: 'tocsin' })),
      ...modemsOf(scenario).map(({ id }) => ({ id, type: 'modem', device: `/dev/${id}` })),
    ],
  });
  const lane = new Plan(config).laneFor('+33639980000' as Msisdn, priorities[0], undefined);
  if (lane === undefined) throw new Error('the standing plan carries everything');
  return lane;
};

const makeRoutes = (scenario: Scenario, clock: SimulatedClock, changed: () => void) => [
  ...scenario.carriers.map((carrier) => {
    const route = new SimulatedRoute({ ...carrier, type: 'smpp' }, clock, changed);
    for (const change of carrier.changes) clock.after(change.at, () => route.change(change));
    return { route, contract: carrier.contract };
  }),
  ...modemsOf(scenario).map(({ id, partMs }) => {
    // A modem takes the next part once it has answered, so its window is its limit.
    const behaviour = {
      id,
      type: 'modem',
      limit: 1000,
      above: 'queues',
      window: 1,
      latency: partMs,
    } as const;
    return { route: new SimulatedRoute(behaviour, clock, changed), contract: undefined };
  }),
];

const partOf = (message: Claimed): OutgoingPart => ({
  messageId: message.id,
  attempt: message.attempt,
  part: 1,
  parts: 1,
  reference: 0,
  to: message.to,
  from: undefined,
  encoding: message.encoding,
  flash: message.flash,
  text: message.text,
  priority: message.priority,
  validUntil: message.validUntil,
});
