import type { Receipt } from '../../../../chaos/history.ts';
import { type AlertStory, clock, type Evidence } from '../evidence.ts';
import type { PeopleCount } from '../views.ts';
import { byNumber } from './laws-of-messages.ts';

type Group = 'suppressed' | 'reached' | 'unconfirmed' | 'inDoubt' | 'underWay' | 'notReached';

const GROUPS: Readonly<Record<string, Group>> = {
  queued: 'underWay',
  sending: 'underWay',
  sent: 'unconfirmed',
  unconfirmed: 'unconfirmed',
  uncertain: 'inDoubt',
  delivered: 'reached',
  suppressed: 'suppressed',
};

/** How near a message came: the nearest of a person's messages counts, and of equally near ones the last. */
const NEARNESS: Readonly<Record<Group, number>> = {
  suppressed: 0,
  notReached: 1,
  unconfirmed: 2,
  inDoubt: 2,
  underWay: 2,
  reached: 3,
};

const totalsBy = (alert: AlertStory): PeopleCount => {
  const sums = { suppressed: 0, reached: 0, unconfirmed: 0, inDoubt: 0, underWay: 0, notReached: 0 };
  for (const rows of byNumber(alert).values()) {
    let best: Group = 'suppressed';
    for (const { row } of rows) {
      const group = GROUPS[row.state] ?? 'notReached';
      if (NEARNESS[group] >= NEARNESS[best]) best = group;
    }
    sums[best]++;
  }
  const { suppressed, ...others } = sums;
  const toReach = Object.values(others).reduce((sum, one) => sum + one, 0);
  return { total: toReach + suppressed, toReach, ...sums };
};

const countBy = (values: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, same]) => [value, same.length]));

/** What is counted otherwise than `right`, in words. */
const differences = (
  what: string,
  said: Readonly<Record<string, unknown>> | undefined,
  right: Readonly<Record<string, number>>,
): readonly string[] =>
  [...new Set([...Object.keys(right), ...Object.keys(said ?? {})])].flatMap((key) => {
    const value = said?.[key] ?? 0;
    if (typeof value !== 'number' || value === (right[key] ?? 0)) return [];
    return [`${what} says ${key} ${value}, and there are ${right[key] ?? 0}`];
  });

/** The totals of the live page and of the report are those of the messages. */
export const countRightly = ({ alerts }: Evidence): readonly string[] =>
  alerts.flatMap((alert) => {
    if (alert.view.waves.length === 0) return [];
    const { progress, waves } = alert.view;
    const { report } = alert;
    const people: Readonly<Record<string, number>> = { ...totalsBy(alert) };
    const states = countBy(alert.rows.map(({ row }) => row.state));
    const duplicates = alert.rows.filter(({ row }) => row.possibleDuplicate).length;
    const messages = { messages: alert.rows.length, possibleDuplicates: duplicates };
    const inWave = (wave: number) => alert.rows.filter(({ row }) => row.wave === wave);
    const found = [
      ...differences('the live page', { ...progress.people }, people),
      ...differences('the live page by state', progress.byState, states),
      ...differences(
        'the live page',
        { messages: progress.messages, possibleDuplicates: progress.possibleDuplicates },
        messages,
      ),
      ...differences('the report', { ...report?.people }, people),
      ...differences('the report by state', report?.messages.byState, states),
      ...differences(
        'the report',
        { messages: report?.messages.messages, possibleDuplicates: report?.messages.possibleDuplicates },
        messages,
      ),
      ...waves.flatMap(({ wave, recipients, byState }) => [
        ...differences(`wave ${wave}`, { recipients }, { recipients: inWave(wave).length }),
        ...differences(`wave ${wave}`, byState, countBy(inWave(wave).map(({ row }) => row.state))),
      ]),
    ];
    const byLanguage = report?.byLanguage.reduce((sum, { total }) => sum + total, 0);
    if (report !== undefined && byLanguage !== people['total'])
      found.push(`the report has ${byLanguage} people by language, and there are ${people['total']}`);
    return found.map((one) => `alert ${alert.id}: ${one}`);
  });

/** What the live page said at each time is possible: its sums, and no more people reached than carriers have reported. */
export const showTheTruthLive = ({ alerts }: Evidence): readonly string[] =>
  alerts.flatMap((alert) => {
    const receipts = alert.rows.flatMap((one) => one.receipts.filter(({ stat }) => stat === 'DELIVRD'));
    let before = 0;
    return alert.looks.flatMap(({ at, view }) => {
      const { people } = view.progress;
      const about = `alert ${alert.id}: the live page of ${clock(at)}`;
      const others =
        people.reached + people.unconfirmed + people.inDoubt + people.underWay + people.notReached;
      const found: string[] = [];
      if (others !== people.toReach || people.toReach + people.suppressed !== people.total)
        found.push(`${about} has sums that are wrong: ${JSON.stringify(people)}`);
      const known = peopleIn(receipts, at);
      if (people.reached > known)
        found.push(
          `${about} says that ${people.reached} people are reached, and carriers had reported ${known}`,
        );
      if (people.reached < before)
        found.push(`${about} says ${people.reached} people are reached, after ${before}`);
      before = people.reached;
      return found;
    });
  });

const peopleIn = (receipts: readonly Receipt[], by: number): number =>
  new Set(receipts.filter(({ at }) => at <= by).map(({ submit }) => submit.to)).size;

/** Nothing goes on for ever: at the end each alert has ended, or was never launched. */
export const comeToAnEnd = ({ alerts }: Evidence): readonly string[] =>
  alerts
    .filter(({ view }) => ['sending', 'scheduled', 'paused'].includes(view.state))
    .map(
      ({ id, view }) => `alert ${id} is still ${view.state}, with ${JSON.stringify(view.progress.byState)}`,
    );
