import type { Submit } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import { momentsOf, troublesIn } from '../excuses.ts';
import { BY_SCHEDULE, NUMBERS, type PlannedEvent, ROUND_TEXT, textOf } from './plan.ts';
import type { Post } from './play.ts';

export interface AlertSaid {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  readonly content: { readonly variants: readonly { readonly text: string }[] };
  readonly log: readonly {
    readonly at: string;
    readonly action: string;
    readonly by: { readonly name: string };
  }[];
}

export interface MessageSaid {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly state: string;
  readonly alert: number | null;
}

export interface Fired {
  readonly plannedAt: string;
  readonly outcome: string;
  readonly alert: number | null;
}

/** All that is known of the act at the end. */
export interface Seen {
  readonly stage: Stage;
  readonly events: readonly PlannedEvent[];
  readonly posts: readonly Post[];
  readonly alerts: readonly AlertSaid[];
  readonly messages: readonly MessageSaid[];
  /** When the schedule was there, ms since 1970. */
  readonly scheduledAt: number;
  /** Of the schedule, by its planned times. */
  readonly fired: readonly Fired[];
  readonly submits: readonly Submit[];
}

type TriggersLaw = (seen: Seen) => readonly string[];

/** How long after its planned time an alert may be launched by a gateway that serves, ms. */
const ON_TIME_MS = 2000;
const MINUTE_MS = 60_000;
const OVER = ['completed', 'expired'];

/** The alerts that write a text, each once. */
const alertsSaying = (messages: readonly MessageSaid[], text: string): readonly (number | null)[] => [
  ...new Set(messages.filter((one) => one.text === text).map(({ alert }) => alert)),
];

/** Each event launches one alert, however often it is posted, and every answer names that one. */
const launchOncePerEvent: TriggersLaw = ({ events, posts, messages, alerts }) =>
  events.flatMap((event) => {
    const own = posts.filter((one) => one.event === event);
    const launched = alertsSaying(messages, textOf(event.site));
    const named = new Set(own.map(({ alert }) => alert));
    const firsts = own.filter(({ result }) => result === 'launched').length;
    const wrong: string[] = [];
    if (launched.length !== 1) wrong.push(`has launched ${launched.length} alerts: ${launched.join(', ')}`);
    if (named.size !== 1 || !named.has(launched[0]))
      wrong.push(`is answered with the alerts ${[...named].join(', ')}, and launched ${launched.join(', ')}`);
    const made = alerts.filter(({ content }) =>
      content.variants.some((one) => one.text === textOf(event.site)),
    );
    if (made.length > launched.length) wrong.push(`has made ${made.length} alerts`);
    if (firsts > 1) wrong.push(`was told ${firsts} times that it launched the alert`);
    const odd = own.find(({ result }) => result !== 'launched' && result !== 'known');
    if (odd !== undefined) wrong.push(`is answered with ${odd.status} ${odd.result}`);
    return wrong.map((what) => `the event ${event.site} ${what}`);
  });

/** Nothing else launches anything, and each alert writes to each person once. */
const writeOnce: TriggersLaw = ({ events, messages, submits, alerts }) => {
  const texts = new Set([ROUND_TEXT, ...events.map(({ site }) => textOf(site))]);
  const twice = [...Map.groupBy(messages, ({ alert, to }) => `alert ${alert} to ${to}`)].filter(
    ([, same]) => same.length > 1,
  );
  const wrong = twice.map(([what, same]) => `${what} has ${same.length} messages`);
  for (const { id, text } of messages)
    if (!texts.has(text)) wrong.push(`message ${id} says what nobody asked for: ${text}`);
  for (const { to, text } of submits)
    if (!messages.some((one) => one.to === `+${to}` && one.text.includes(text)))
      wrong.push(`a carrier got for ${to} what is no message: ${text}`);
  for (const alert of new Set(messages.map((one) => one.alert))) {
    const to = new Set(messages.filter((one) => one.alert === alert).map((one) => one.to));
    const { state, log } = alerts.find(({ id }) => id === alert) ?? {};
    if (to.size !== NUMBERS.length)
      wrong.push(`alert ${alert} wrote to ${to.size} of ${NUMBERS.length} people`);
    if (state !== undefined && !OVER.includes(state)) wrong.push(`alert ${alert} is still ${state}`);
    const launches = log?.filter(({ action }) => action === 'launch').length;
    if (launches !== 1) wrong.push(`the log of alert ${alert} has ${launches} launches`);
  }
  return wrong;
};

/** Whether the gateway could not launch at a moment: it was away, its disk failed, or its clock was set. */
const wasHindered = (stage: Stage, from: number, to: number): boolean =>
  stage.gateway.stops.some(({ at, backAt }) => at <= to && backAt >= from) ||
  troublesIn(stage, { from, to }, 'disk', 'clock set back', 'clock set forward').length > 0;

/** Each planned time launches one alert, on time, or later if the gateway could not. */
const launchOncePerTime: TriggersLaw = ({ stage, scheduledAt, fired, alerts }) => {
  const wrong: string[] = [];
  const end = stage.world.clock.now() - ON_TIME_MS;
  const isClockSet = stage.world.troubles.some(({ of }) => of.startsWith('clock'));
  for (let minute = Math.ceil(scheduledAt / MINUTE_MS) * MINUTE_MS; minute < end; minute += MINUTE_MS)
    if (!isClockSet && !fired.some(({ plannedAt }) => Date.parse(plannedAt) === minute))
      wrong.push(`the time ${new Date(minute).toISOString()} has no outcome`);
  const rounds = alerts.filter(({ title }) => title === BY_SCHEDULE);
  for (const [plannedAt, same] of Map.groupBy(fired, (one) => one.plannedAt))
    if (same.length > 1) wrong.push(`the time ${plannedAt} has ${same.length} outcomes`);
  for (const { plannedAt, outcome, alert } of fired) {
    const planned = momentsOf(stage, plannedAt);
    const isHindered = wasHindered(stage, planned.from - ON_TIME_MS, planned.to + ON_TIME_MS);
    if (outcome !== 'launched') {
      if (!isHindered) wrong.push(`the time ${plannedAt} has the outcome ${outcome}`);
      continue;
    }
    const launch = alerts.find(({ id }) => id === alert)?.log.find(({ action }) => action === 'launch');
    if (launch === undefined) wrong.push(`the time ${plannedAt} launched ${alert}, which was not launched`);
    else if (Date.parse(launch.at) < Date.parse(plannedAt))
      wrong.push(`the time ${plannedAt} was launched too early, at ${launch.at}`);
    else if (!isHindered && Date.parse(launch.at) > Date.parse(plannedAt) + ON_TIME_MS)
      wrong.push(`the time ${plannedAt} was launched at ${launch.at}`);
  }
  const told = new Set(fired.map(({ alert }) => alert).filter((id) => id !== null));
  const launched = rounds.filter(({ log }) => log.some(({ action }) => action === 'launch'));
  const interrupted = fired.filter(({ outcome }) => outcome === 'interrupted').length;
  const untold = launched.filter(({ id }) => !told.has(id)).length;
  if (untold > interrupted)
    wrong.push(
      `${untold} alerts of the schedule were launched for no planned time, and ${interrupted} were interrupted`,
    );
  return wrong;
};

export const complaintsAbout = (seen: Seen): readonly string[] =>
  [launchOncePerEvent, writeOnce, launchOncePerTime].flatMap((law) => law(seen));
