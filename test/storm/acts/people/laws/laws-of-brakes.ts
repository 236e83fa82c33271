import { isRefused } from '../../../../chaos/attempts.ts';
import type { Submit } from '../../../../chaos/history.ts';
import type { Stage } from '../../../stage.ts';
import { arrivesBy, momentsOf } from '../../excuses.ts';
import { type AlertStory, clock, type Evidence, type RowStory } from '../evidence.ts';
import { asksOf, mayBeDone, verbOf } from './asks-of-alert.ts';

/** How long it may take from the time that an update is given until its commit, ms. */
const COMMIT_MS = 250;

/** The last step of a message until a time, as the gateway tells it. */
const stepAt = (stage: Stage, { timeline }: RowStory['row'], at: number) =>
  timeline.findLast((one) => one.from !== one.to && momentsOf(stage, one.at).from <= at);

/**
 * Submits that must not be after `at`: those of a message that had not begun, and those that begin it once more. A
 * route that had the message at that time may still send parts that wait for the answer to an earlier one.
 */
const begunAfter = ({ stage }: Evidence, { row, submits }: RowStory, at: number): readonly Submit[] => {
  const mayBeBefore = (submit: Submit): boolean => submit.at <= arrivesBy(stage, at, submit.route);
  const before = submits.filter(mayBeBefore);
  const late = submits.filter((submit) => !mayBeBefore(submit));
  const step = stepAt(stage, row, at);
  if (step?.to === 'sending') {
    const own = submits.filter((submit) => submit.at >= momentsOf(stage, step.at).from);
    return late.filter((submit) => own.some((one) => one.part === submit.part && one.at < submit.at));
  }
  if (before.some((submit) => !isRefused(submit))) return [];
  const isOfSame = (one: Submit, other: Submit): boolean =>
    one.total > 1 && one.route === other.route && one.reference === other.reference;
  return late.filter((submit) => !before.some((one) => isOfSame(one, submit)));
};

const ENDING: ReadonlySet<string> = new Set(['stop', 'cancel', 'end']);
const GOING_ON: ReadonlySet<string> = new Set(['resume', 'cancel', 'end', 'update', 'resend', 'approve']);

/** After an accepted stop, cancel or end, nothing of the waves before leaves any more. */
export const stopWhenTold = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) =>
    asksOf(evidence, alert)
      .filter((asked) => asked.isDone && ENDING.has(verbOf(asked)))
      .flatMap((asked) =>
        alert.rows
          .filter(({ row }) => momentsOf(evidence.stage, waveOf(alert, row.wave)).to < asked.sentAt)
          .flatMap((one) => complaint(evidence, alert, one, asked.endedAt, verbOf(asked))),
      ),
  );

/** While an alert is paused, nothing of it leaves. */
export const holdWhenPaused = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) => {
    const asks = asksOf(evidence, alert);
    return asks
      .filter((asked) => asked.isDone && verbOf(asked) === 'pause')
      .flatMap((asked) => {
        const next = asks.find(
          (one) => mayBeDone(one) && one.endedAt > asked.sentAt && GOING_ON.has(verbOf(one)),
        );
        const until = next?.sentAt ?? Number.POSITIVE_INFINITY;
        return alert.rows
          .map((one) => ({ ...one, submits: one.submits.filter(({ at }) => at < until) }))
          .flatMap((one) => complaint(evidence, alert, one, asked.endedAt, 'pause'));
      });
  });

/** Who has opted out, or refused, gets nothing that had not begun. */
export const spareWhoOptedOut = (evidence: Evidence): readonly string[] =>
  evidence.changes
    .filter(({ change, asked }) => asked.isDone && change.what === 'optOut')
    .flatMap(({ change, asked }) =>
      evidence.alerts.flatMap((alert) =>
        alert.rows
          .filter(({ row }) => row.to === evidence.crowd.people[change.index]?.number)
          .flatMap((one) => complaint(evidence, alert, one, asked.endedAt, 'opt-out')),
      ),
    );

/** What still waits when an update begins is sent with the newer text, or not at all. */
export const replaceWhatWaits = (evidence: Evidence): readonly string[] =>
  evidence.alerts.flatMap((alert) =>
    alert.view.waves
      .filter(({ kind }) => kind === 'update')
      .flatMap(({ wave, startedAt }) => {
        const at = momentsOf(evidence.stage, startedAt).to + COMMIT_MS;
        return alert.rows
          .filter(({ row }) => row.wave < wave && Date.parse(row.createdAt) < Date.parse(startedAt))
          .filter(({ row }) => stepAt(evidence.stage, row, at)?.to === 'queued')
          .flatMap((one) => complaint(evidence, alert, one, at, 'update'));
      }),
  );

const waveOf = ({ view }: AlertStory, wave: number): string =>
  view.waves.find((one) => one.wave === wave)?.startedAt ?? '';

const complaint = (
  evidence: Evidence,
  alert: AlertStory,
  one: RowStory,
  at: number,
  what: string,
): readonly string[] => {
  const [late] = begunAfter(evidence, one, at);
  if (late === undefined) return [];
  return [
    `alert ${alert.id}, message ${one.row.id} of wave ${one.row.wave} to ${one.row.to}: its ${what} was accepted at ` +
      `${clock(at)}, and ${late.route} got it at ${clock(late.at)}`,
  ];
};
