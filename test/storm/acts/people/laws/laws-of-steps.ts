import { momentsOf } from '../../excuses.ts';
import type { Asked } from '../desk.ts';
import type { AlertStory, Evidence } from '../evidence.ts';
import { actorOf } from '../persons.ts';
import { asksOf, mayBeDone, verbOf } from './asks-of-alert.ts';

const GATEWAY = 'the gateway';

/** The steps of the table in docs/alerts.md: from which states, and to which; undefined: it stays. */
const STEPS: Readonly<Record<string, readonly [from: string, to: string | undefined]>> = {
  edit: ['draft returned', undefined],
  submit: ['draft returned approved', 'pendingApproval'],
  approve: ['pendingApproval', 'approved'],
  return: ['pendingApproval approved scheduled', 'returned'],
  reject: ['pendingApproval returned approved', 'rejected'],
  discard: ['draft pendingApproval returned', 'rejected'],
  schedule: ['draft returned approved', 'scheduled'],
  launch: ['draft approved scheduled', 'sending'],
  breakGlass: ['draft pendingApproval returned approved', 'sending'],
  pause: ['sending', 'paused'],
  resume: ['paused', 'sending'],
  stop: ['sending paused scheduled', 'stopped'],
  complete: ['sending', 'completed'],
  update: ['sending completed stopped', 'sending'],
  approveUpdate: ['sending completed stopped', 'sending'],
  breakGlassUpdate: ['sending completed stopped', 'sending'],
  proposeUpdate: ['sending completed stopped', undefined],
  rejectUpdate: ['sending paused completed stopped', undefined],
  cancel: ['sending paused completed stopped', 'sending'],
  approveCancel: ['sending completed stopped', 'sending'],
  breakGlassCancel: ['sending paused completed stopped', 'sending'],
  rejectCancel: ['sending completed stopped', undefined],
  end: ['sending paused completed stopped', 'sending'],
  resend: ['sending completed stopped', 'sending'],
  expire: ['draft pendingApproval returned approved scheduled', 'expired'],
};

/** The log of each alert has only legal steps, up to its present state. */
export const stepLegally = ({ alerts, stage }: Evidence): readonly string[] =>
  alerts.flatMap(({ id, view }) => {
    let [state, at] = ['draft', ''];
    for (const entry of view.log) {
      if (momentsOf(stage, entry.at).to < momentsOf(stage, at || entry.at).from)
        return [`alert ${id}: its log is not in the order of time, at ${entry.action} of ${entry.at}`];
      at = entry.at;
      // A cancel that waits ends a pause, and nothing else.
      if (entry.action === 'proposeCancel') {
        if (!['sending', 'paused', 'completed', 'stopped'].includes(state))
          return [`alert ${id}: ${entry.action} in the state ${state}`];
        if (state === 'paused') state = 'sending';
        continue;
      }
      const step = STEPS[entry.action];
      if (step === undefined) continue;
      if (!step[0].split(' ').includes(state))
        return [`alert ${id}: ${entry.action} at ${at} in the state ${state}`];
      state = step[1] ?? state;
    }
    return state === view.state ? [] : [`alert ${id}: its log ends with ${state}, and it is ${view.state}`];
  });

/** The entries of the log that a request may leave. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  create: ['create'],
  edit: ['edit'],
  submit: ['submit'],
  approve: ['approve', 'approveUpdate', 'approveCancel'],
  return: ['return'],
  reject: ['reject', 'rejectUpdate', 'rejectCancel'],
  discard: ['discard'],
  pause: ['pause'],
  resume: ['resume'],
  stop: ['stop'],
  update: ['update', 'proposeUpdate', 'breakGlassUpdate'],
  cancel: ['cancel', 'proposeCancel', 'breakGlassCancel'],
  end: ['end'],
  resend: ['resend'],
};

/** What was answered with 2xx is in the log once, whatever the power did; what was refused is not. */
export const keepWhatWasAnswered = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) => {
    const asks = asksOf(evidence, alert);
    const { id, view } = alert;
    const launched = launchesIn(alert, asks);
    const counted = Object.entries(ENTRIES).flatMap(([verb, actions]) => {
      const names = new Set([
        ...asks.filter((asked) => verbOf(asked) === verb).map(({ who }) => actorOf(who)),
        ...view.log.filter(({ action }) => actions.includes(action)).map(({ by }) => by.name),
      ]);
      return [...names].flatMap((name) => {
        const own = asks.filter((asked) => verbOf(asked) === verb && actorOf(asked.who) === name);
        const [least, most] = name === GATEWAY ? [0, mostByItself(alert, verb)] : timesOf(own);
        const found = view.log.filter(
          ({ action, by }) => actions.includes(action) && by.name === name,
        ).length;
        return found < least || found > most
          ? [
              `alert ${id}: ${name} was told ${least} to ${most} times that ${verb} is done, and its log has it ${found} times`,
            ]
          : [];
      });
    });
    return [...counted, ...launched];
  });

/** A scheduled alert that cannot be launched, say since all its people have opted out, goes back to its author. */
const mostByItself = ({ played }: AlertStory, verb: string): number =>
  verb === 'return' && played.scheduledAt !== undefined ? 1 : 0;

/** How often requests were surely done, and may have been at most: those of one key once. */
const timesOf = (asks: readonly Asked[]): readonly [least: number, most: number] => {
  const once = (some: readonly Asked[]): number => new Set(some.map((asked) => asked.key ?? asked)).size;
  return [once(asks.filter(({ isDone }) => isDone)), once(asks.filter(mayBeDone))];
};

const LAUNCHES: ReadonlySet<string> = new Set(['launch', 'schedule', 'breakGlass']);

const launchesIn = ({ id, view }: AlertStory, asks: readonly Asked[]): readonly string[] => {
  const entries = view.log.filter(({ action }) => LAUNCHES.has(action));
  const waves = view.waves.filter(({ kind }) => kind === 'first').length;
  const begun = entries.filter(({ action }) => action !== 'schedule').length;
  if (begun > 1 || waves !== begun)
    return [`alert ${id}: ${begun} launches are in its log, and it has ${waves} first waves`];
  const told = asks.some((asked) => asked.isDone && verbOf(asked) === 'launch');
  return told && entries.length === 0 ? [`alert ${id}: its launch was accepted, and is not in its log`] : [];
};

/** A draft that is in order is accepted, and each alert is there once. */
export const makeAlertsOnce = ({ desk, alerts }: Evidence): readonly string[] => [
  ...desk.asked
    .filter(({ path, isDone, isInDoubt }) => path === '/v1/alerts' && !isDone && !isInDoubt)
    .filter((asked) => !desk.repeats.some(({ other }) => other === asked))
    .map(({ status, answer }) => `a draft is refused: ${status} ${JSON.stringify(answer)}`),
  ...[...Map.groupBy(alerts, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id]) => `two drafts became the alert ${id}`),
];
