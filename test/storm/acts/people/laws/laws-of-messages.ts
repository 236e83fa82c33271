import { isRefused } from '../../../../chaos/attempts.ts';
import type { History, Story } from '../../../../chaos/history.ts';
import { lawsOfSending } from '../../../../chaos/laws-of-sending.ts';
import { lawsOfStates } from '../../../../chaos/laws-of-states.ts';
import { momentsOf } from '../../excuses.ts';
import { isOfPeople, numberOf } from '../crowd.ts';
import { type AlertStory, clock, type Evidence, type RowStory } from '../evidence.ts';
import { asksOf, mayBeDone, verbOf } from './asks-of-alert.ts';

/** Never sent, by what the gateway says. */
const isWithheld = ({ row }: RowStory): boolean => row.state === 'suppressed' || row.state === 'cancelled';

const nameOf = ({ row }: RowStory): string =>
  `message ${row.id} to ${row.to}, alert ${row.alert}, wave ${row.wave}`;

const OF_DOUBT = 'an uncertain message has a part without an answer';
const WITHDRAWING: ReadonlySet<string> = new Set(['stop', 'cancel', 'end', 'update', 'approve']);

/** Whether the rest of a message that had left in part may have been withdrawn, since somebody asked for that. */
const wasWithdrawn = (evidence: Evidence, { row }: RowStory): boolean => {
  const alert = evidence.alerts.find(({ id }) => id === row.alert);
  const endedAt = momentsOf(evidence.stage, row.timeline.at(-1)?.at ?? row.createdAt).to;
  return (
    (alert !== undefined &&
      asksOf(evidence, alert).some(
        (asked) => mayBeDone(asked) && asked.sentAt <= endedAt && WITHDRAWING.has(verbOf(asked)),
      )) ||
    evidence.changes.some(
      ({ change, asked }) => mayBeDone(asked) && asked.sentAt <= endedAt && numberOf(change.index) === row.to,
    )
  );
};

/** The laws of test/chaos about single messages, for the messages of alerts. */
export const keepLawsOfMessages = (evidence: Evidence): readonly string[] => {
  const { stage, alerts } = evidence;
  const told = alerts.flatMap(({ rows, played }) =>
    rows.filter((one) => !isWithheld(one)).map((one) => ({ one, ...played.planned })),
  );
  const stories = told.map(({ one: { row, submits, receipts }, priority, validForS }, index): Story => {
    const onUncertain = priority === 'critical' ? 'resend' : 'hold';
    const planned = {
      index,
      atMs: 0,
      to: row.to,
      text: row.text,
      priority,
      onUncertain,
      validForMs: validForS * 1000,
    } as const;
    return {
      planned: { ...planned, probes: undefined },
      acceptedAt: momentsOf(stage, row.createdAt).from,
      ...{ id: row.id, view: row, submits, receipts },
    };
  });
  const history: History = {
    ...{ plan: stage.plan, stories, strays: [], submits: [], stops: [], pauses: [], busyMs: 0 },
    troubles: stage.world.troubles,
    shownAt: (at) => stage.world.wall.shownAt(at),
    linkEnds: stage.carriers.flatMap(({ log }) => log.linkEnds),
    listed: stories.map(({ id }) => id),
  };
  return [...lawsOfStates, ...lawsOfSending]
    .flatMap((law) => law.falls({ ...history, stops: stage.gateway.stops }))
    .flatMap(({ law, message, complaint }) => {
      const one = told[message ?? -1]?.one;
      if (one === undefined || (law.startsWith(OF_DOUBT) && wasWithdrawn(evidence, one))) return [];
      return [`${nameOf(one)}: ${law}: ${complaint}`];
    });
};

export const sendNothingWithheld = ({ alerts }: Evidence): readonly string[] =>
  alerts.flatMap(({ rows }) =>
    rows.filter(isWithheld).flatMap((one) => {
      const sent = one.submits.find((submit) =>
        one.row.state === 'suppressed' ? true : submit.taken || !isRefused(submit),
      );
      return sent === undefined
        ? []
        : [`${nameOf(one)} is ${one.row.state}, and ${sent.route} got it at ${clock(sent.at)}`];
    }),
  );

export const sendNothingElse = ({ strays }: Evidence): readonly string[] =>
  strays.map(
    ({ route, to, text, at }) => `${route} got for ${to} at ${clock(at)} what is no message: ${text}`,
  );

/** Whether the person was written to before: sorts what belongs to one number, oldest first. */
export const byNumber = ({ rows }: AlertStory): ReadonlyMap<string, readonly RowStory[]> =>
  Map.groupBy(
    rows.toSorted((a, b) => a.row.wave - b.row.wave),
    ({ row }) => row.to,
  );

export const onePerWave = ({ alerts }: Evidence): readonly string[] =>
  alerts.flatMap(({ id, rows, view }) => [
    ...[...Map.groupBy(rows, ({ row }) => `${row.to} in wave ${row.wave}`)]
      .filter(([, same]) => same.length > 1)
      .map(([who, same]) => `alert ${id} has ${same.length} messages to ${who}`),
    ...rows
      .filter(({ row }) => !view.waves.some(({ wave }) => wave === row.wave) || !isOfPeople(row.to))
      .map((one) => `${nameOf(one)} is of no wave that the alert has`),
  ]);
