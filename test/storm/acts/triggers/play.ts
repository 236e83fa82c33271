import type { Stage } from '../../stage.ts';
import type { Keys } from './persons.ts';
import { BY_EVENT, BY_SCHEDULE, NUMBERS, type PlannedEvent, ROUND, textOf, WEBHOOK } from './plan.ts';

/** One post of an event. */
export interface Post {
  readonly event: PlannedEvent;
  /** When it was sent first and when it was answered, ms since 1970. */
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly result: string | undefined;
  readonly alert: number | null | undefined;
}

const RETRY_MS = 60;

interface Said {
  readonly status: number;
  readonly body: string;
}

/** Asks until the gateway can answer. With a key the request is the same each time. */
const ask = async (
  { gateway, world }: Stage,
  method: 'GET' | 'POST',
  path: string,
  { body, token, key }: { readonly body?: object; readonly token?: string; readonly key?: string } = {},
): Promise<Said> => {
  for (;;) {
    const said = await gateway.ask(method, path, body, {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
      // The gateway would make one up, which the log would show.
      'x-request-id': 'triggers',
    });
    if (said.status < 500) return said;
    await world.wait(RETRY_MS);
  }
};

const scenarioOf = (name: string, text: string, kind: 'live' | 'exercise'): object => ({
  ...{ name, kind, severity: 'severe', priority: 'high', validFor: 'PT30M' },
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text }],
    placeholders: text.includes('{place}') ? { place: { maxLength: 12 } } : {},
  },
  audience: { include: [{ numbers: [...NUMBERS] }] },
});

/** Makes a scenario, and has the second person approve it. Resolves with its id. */
const makeScenario = async (stage: Stage, keys: Keys, name: string, scenario: object): Promise<number> => {
  const made = await ask(stage, 'POST', '/v1/scenarios', {
    body: scenario,
    token: keys.author,
    key: name.replace(' ', '-'),
  });
  const { id } = JSON.parse(made.body) as { readonly id: number };
  // A second request finds it approved, if the process died before the answer.
  await ask(stage, 'POST', `/v1/scenarios/${id}/approve`, { token: keys.approver });
  return id;
};

/** Makes the scenarios and the schedule. Resolves with the id of the schedule. */
export const makeReady = async (stage: Stage, keys: Keys): Promise<number> => {
  await makeScenario(stage, keys, BY_EVENT, scenarioOf(BY_EVENT, textOf('{place}'), 'live'));
  const round = await makeScenario(stage, keys, BY_SCHEDULE, scenarioOf(BY_SCHEDULE, ROUND, 'exercise'));
  const body = { name: 'storm minutes', cron: '* * * * *', timeZone: 'UTC', scenario: round, exercise: true };
  const made = await ask(stage, 'POST', '/v1/schedules', { body, token: keys.author, key: 'storm-minutes' });
  if (made.status >= 300) throw new Error(`the schedule is refused: ${made.status} ${made.body}`);
  return (JSON.parse(made.body) as { readonly id: number }).id;
};

const post = async (stage: Stage, event: PlannedEvent, token: string): Promise<Post> => {
  const sentAt = stage.world.clock.now();
  const body = { id: event.id, site: event.site };
  const said = await ask(stage, 'POST', `/v1/triggers/${WEBHOOK}`, { body, token });
  const answeredAt = stage.world.clock.now();
  const { outcomes } = JSON.parse(said.body) as {
    outcomes?: readonly { result: string; alert: number | null }[];
  };
  const [outcome] = outcomes ?? [];
  stage.world.say(`triggers: ${event.site} ${said.status} ${outcome?.result} ${outcome?.alert}`);
  return { event, sentAt, answeredAt, status: said.status, result: outcome?.result, alert: outcome?.alert };
};

const timeOf = ({ plan }: Stage, { atMs, beforeCut }: PlannedEvent): number => {
  const cuts = plan.blows.filter(({ kind }) => kind === 'SIGKILL');
  const cut = beforeCut === undefined ? undefined : cuts[beforeCut.cut];
  return cut === undefined ? atMs : Math.max(0, cut.atMs - (beforeCut?.ms ?? 0));
};

/** Posts an event as often as is planned, also before the answer to the time before has come. */
export const postEvent = async (
  stage: Stage,
  event: PlannedEvent,
  token: string,
): Promise<readonly Post[]> => {
  await stage.until(timeOf(stage, event));
  const posts = [post(stage, event, token)];
  for (const afterMs of event.againAfterMs) {
    await stage.world.wait(afterMs);
    posts.push(post(stage, event, token));
  }
  return Promise.all(posts);
};
