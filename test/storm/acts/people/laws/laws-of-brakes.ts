import { isRefused } from '../../../../chaos/attempts.ts';
import type { Submit } from '../../../../chaos/history.ts';
import { type AlertStory, clock, type Evidence, type RowStory } from '../evidence.ts';
import { asksOf, mayBeDone, verbOf } from './asks-of-alert.ts';

/** How long it may take from the time that an update is given until its commit, ms. */
const COMMIT_MS = 250;

/** The last step of a message until a time, as the gateway tells it. */
const stepAt = ({ timeline }: RowStory['row'], at: number) =>
  timeline.findLast((one) => one.from !== one.to && Date.parse(one.at) <= at);

/**
 * Submits that must not be after `at`: those of a message that had not begun, and those that begin it once more. A
 * route that had the message at that time may still send parts that wait for the answer to an earlier one.
 */
const begunAfter = ({ row, submits }: RowStory, at: number): readonly Submit[] => {
  const late = submits.filter((submit) => submit.at > at);
  const step = stepAt(row, at);
  if (step?.to === 'sending') {
    const own = submits.filter((submit) => submit.at >= Date.parse(step.at));
    return late.filter((submit) => own.some((one) => one.part === submit.part && one.at < submit.at));
  }
  const isBegun = submits.some((submit) => submit.at <= at && !isRefused(submit));
  return isBegun ? [] : late;
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
          .filter(({ row }) => Date.parse(waveOf(alert, row.wave)) < asked.sentAt)
          .flatMap((one) => complaint(alert, one, asked.endedAt, verbOf(asked))),
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
          .flatMap((one) => complaint(alert, one, asked.endedAt, 'pause'));
      });
  });

/** Who has opted out, or refused, gets nothing that had not begun. */
export const spareWhoOptedOut = ({ alerts, changes, crowd }: Evidence): readonly string[] =>
  changes
    .filter(({ change, asked }) => asked.isDone && change.what === 'optOut')
    .flatMap(({ change, asked }) =>
      alerts.flatMap((alert) =>
        alert.rows
          .filter(({ row }) => row.to === crowd.people[change.index]?.number)
          .flatMap((one) => complaint(alert, one, asked.endedAt, 'opt-out')),
      ),
    );

/** What still waits when an update begins is sent with the newer text, or not at all. */
export const replaceWhatWaits = ({ alerts }: Evidence): readonly string[] =>
  alerts.flatMap((alert) =>
    alert.view.waves
      .filter(({ kind }) => kind === 'update')
      .flatMap(({ wave, startedAt }) => {
        const at = Date.parse(startedAt) + COMMIT_MS;
        return alert.rows
          .filter(({ row }) => row.wave < wave && Date.parse(row.createdAt) < Date.parse(startedAt))
          .filter(({ row }) => stepAt(row, at)?.to === 'queued')
          .flatMap((one) => complaint(alert, one, at, 'update'));
      }),
  );

const waveOf = ({ view }: AlertStory, wave: number): string =>
  view.waves.find((one) => one.wave === wave)?.startedAt ?? '';

const complaint = (alert: AlertStory, one: RowStory, at: number, what: string): readonly string[] => {
  const [late] = begunAfter(one, at);
  if (late === undefined) return [];
  return [
    `alert ${alert.id}, message ${one.row.id} of wave ${one.row.wave} to ${one.row.to}: its ${what} was accepted at ` +
      `${clock(at)}, and ${late.route} got it at ${clock(late.at)}`,
  ];
};
