import type { Act, MakeAct } from '../act.ts';
import { messagesOf } from '../messages.ts';
import { type AlertSaid, complaintsAbout, type Fired, type MessageSaid } from './laws.ts';
import { type Keys, preparePersons } from './persons.ts';
import { BY_EVENT, BY_SCHEDULE, NUMBERS, planTriggers, WEBHOOK } from './plan.ts';
import { makeReady, type Post, postEvent } from './play.ts';

const isOfAct = (to: string): boolean => NUMBERS.some((one) => one.endsWith(to.replace('+', '')));

/** Other programs post events that launch alerts, and a schedule launches one each minute. */
export const triggers: MakeAct = (dice): Act => {
  const plan = planTriggers(dice);
  const posts: Post[] = [];
  let keys: Keys | undefined;
  let schedule: number | undefined;
  let scheduledAt = 0;

  const alertsIn = async (gateway: Parameters<typeof messagesOf>[0]): Promise<readonly AlertSaid[]> => {
    const listed = await gateway.get<{ items: AlertSaid[] }>('/v1/alerts?limit=100');
    const views: AlertSaid[] = [];
    for (const { id, title } of listed?.items ?? []) {
      const view = [BY_EVENT, BY_SCHEDULE].includes(title)
        ? await gateway.get<AlertSaid>(`/v1/alerts/${id}`)
        : undefined;
      if (view !== undefined) views.push(view);
    }
    return views;
  };

  return {
    config: {
      alerts: { receiptsQuiet: '1s', recentlyAlerted: '0s' },
      triggers: {
        brake: { perMinute: 1000, identical: 1000, within: '10m' },
        webhooks: [
          { name: WEBHOOK, identity: ['/id'], rules: [{ scenario: BY_EVENT, values: { place: '/site' } }] },
        ],
      },
    },
    prepare: async (store, clock) => {
      keys = await preparePersons(store, clock);
    },
    play: async (stage) => {
      if (keys === undefined) throw new Error('the persons are not on the disk');
      const { author } = keys;
      schedule = await makeReady(stage, keys);
      scheduledAt = stage.world.clock.now();
      const all = await Promise.all(plan.events.map((event) => postEvent(stage, event, author)));
      posts.push(...all.flat());
    },
    isSettled: async ({ gateway }) => {
      const own = (await messagesOf(gateway)).filter(({ to }) => isOfAct(to));
      const isOpen = own.some(({ state }) => state === 'queued' || state === 'sending');
      return !isOpen && (await alertsIn(gateway)).every(({ state }) => state !== 'sending');
    },
    judge: async (stage) => {
      const { gateway, carriers } = stage;
      const fired = await gateway.get<{ items: Fired[] }>(`/v1/schedules/${schedule}/launches?limit=100`);
      const messages: MessageSaid[] = [];
      for (const { id, to } of await messagesOf(gateway)) {
        const view = isOfAct(to) ? await gateway.get<MessageSaid>(`/v1/messages/${id}`) : undefined;
        if (view !== undefined) messages.push(view);
      }
      return complaintsAbout({
        ...{ stage, events: plan.events, posts, messages, scheduledAt, fired: fired?.items ?? [] },
        alerts: await alertsIn(gateway),
        submits: carriers.flatMap(({ log }) => log.submits).filter(({ to }) => isOfAct(`+${to}`)),
      });
    },
  };
};
