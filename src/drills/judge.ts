import { isFinal, type State } from '../domain/messages/state.ts';
import {
  type DrillGoal,
  type DrillRouteResult,
  type DrillRun,
  type DrillTarget,
  NUMBER_OPTED_OUT,
  type OpenTarget,
} from '../domain/operation/drill.ts';
import type { Heard, Hearing } from '../domain/operation/ear.ts';

/**
 * Time from the end of a run until its result is final, ms: a receipt that came in time may be on its way to the disk.
 */
const SETTLE_MS = 1000;

type Rules = Pick<DrillRun, 'withinMs' | 'until'>;

/**
 * The current result for one message of a run.
 * @param hearing what an ear knows of the message; undefined if it went to no ear
 */
export const judgeTarget = (
  target: OpenTarget,
  { withinMs, until }: Rules,
  nowMs: number,
  hearing?: Hearing,
): DrillTarget => {
  const { run: _run, now, optedOut, ...stored } = target;
  if (stored.outcome !== 'waiting') return stored;
  const kept = hearing === undefined ? stored : { ...stored, heard: heardOf(hearing) };
  const failed = (reason: string): DrillTarget => ({ ...known, outcome: 'failed', reason });
  const deliveredAt = now?.state === 'delivered' ? now.finalAt : undefined;
  const known: DrillTarget = { ...kept, sentAt: now?.sentAt, deliveredAt };
  if (now === undefined || kept.acceptedAt === undefined) return failed('the message has been deleted');
  const took = endToEndMs(known, until);
  const fault = hearing === undefined ? undefined : faultHeard(hearing);
  if (fault !== undefined) return failed(fault);
  // Where an ear listens, a receipt alone is no arrival; and where receipts are asked for, neither is an arrival alone.
  const hasReceipt = until === 'sent' || deliveredAt !== undefined;
  const tookMs = hearing === undefined || hearing.at === undefined || hasReceipt ? took : undefined;
  if (tookMs !== undefined && tookMs <= withinMs) return { ...known, outcome: 'arrived', reason: undefined };
  if (tookMs !== undefined)
    return failed(
      `${hearing === undefined ? until : 'heard'} only after ${seconds(tookMs)}, not ${seconds(withinMs)}`,
    );
  if (now.state === 'cancelled' && optedOut)
    return { ...known, outcome: 'suppressed', reason: NUMBER_OPTED_OUT };
  const why = now.reason === undefined ? now.state : `${now.state}: ${now.reason}`;
  if (isFinal(now.state) && !mayStillArrive(now.state, hearing)) return failed(why);
  if (kept.acceptedAt > nowMs + withinMs) return failed(`the clock was set back; ${why}`);
  if (nowMs - kept.acceptedAt < withinMs + SETTLE_MS) return known;
  return failed(
    hearing === undefined
      ? `not ${until} within ${seconds(withinMs)}; ${why}`
      : whyNotHeard(hearing, now.state, `within ${seconds(withinMs)}`, why),
  );
};

const heardOf = ({ deaf: _deaf, ...heard }: Hearing): Heard => heard;

/** What is wrong with a message that arrived whole; undefined if it isn't there yet, or is as it was sent. */
const faultHeard = ({ ear, at, faults }: Hearing): string | undefined =>
  at === undefined || faults.length === 0 ? undefined : `arrived at the ear "${ear}" ${faults.join(', ')}`;

const whyNotHeard = (
  { ear, at, parts, faults, deaf }: Hearing,
  state: State,
  within: string,
  why: string,
): string => {
  if (at !== undefined) return `arrived at the ear "${ear}", but has no receipt ${within}; ${why}`;
  if (deaf !== undefined) return `the ear "${ear}" was out of service (${deaf}), so nothing is known; ${why}`;
  const what = parts === 0 ? 'did not arrive' : `arrived only ${faults.join(', ')}`;
  return state === 'delivered'
    ? `the receipt says delivered, but the message ${what} at the ear "${ear}" ${within}: this carrier's receipts can't be trusted`
    : `${what} at the ear "${ear}" ${within}; ${why}`;
};

/**
 * The time from intake to the state that the drill waits for, ms, or to the arrival where an ear listens; undefined if
 * it isn't reached.
 */
export const endToEndMs = (
  {
    acceptedAt,
    sentAt,
    deliveredAt,
    heard,
  }: Pick<DrillTarget, 'acceptedAt' | 'sentAt' | 'deliveredAt' | 'heard'>,
  until: DrillGoal,
): number | undefined => {
  const told = until === 'sent' ? (sentAt ?? deliveredAt) : deliveredAt;
  const there = heard === undefined ? told : heard.at;
  // If the clock was set back in between, the difference may be negative.
  return acceptedAt === undefined || there === undefined ? undefined : Math.max(0, there - acceptedAt);
};

/** A late answer or receipt can still settle messages in these states; a delivered message may still reach its ear. */
const mayStillArrive = (state: State, hearing: Hearing | undefined): boolean =>
  state === 'uncertain' || state === 'unconfirmed' || (hearing !== undefined && state === 'delivered');

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

export interface DrillVerdict {
  readonly result: 'passed' | 'failed';
  /** Why it failed, for each route. */
  readonly reason: string | undefined;
  readonly routes: readonly DrillRouteResult[];
}

/**
 * The result of a run once all of its messages are settled; undefined while one isn't. An opted-out number makes the
 * run fail, since the phone with that number would get no alert either.
 */
export const judgeRun = (
  targets: readonly DrillTarget[],
  { until, interrupted }: Pick<DrillRun, 'until' | 'interrupted'>,
): DrillVerdict | undefined => {
  if (targets.some(({ outcome }) => outcome === 'waiting')) return undefined;
  const byRoute = Map.groupBy(targets, ({ route }) => route);
  const routes = [...byRoute].map(([route, its]) => judgeRoute(route, its, until));
  const failed = routes.filter(({ result }) => result === 'failed');
  if (routes.length > 0 && failed.length === 0) return { result: 'passed', reason: undefined, routes };
  const why =
    routes.length === 0
      ? 'there was nothing to measure: no route is enabled, or no number is left'
      : failed.map(({ route, reason }) => `${route}: ${reason}`).join('; ');
  const reason = interrupted ? `${why}; the gateway was restarted during the run` : why;
  return { result: 'failed', reason, routes };
};

const judgeRoute = (route: string, targets: readonly DrillTarget[], until: DrillGoal): DrillRouteResult => {
  const times = targets
    .filter(({ outcome }) => outcome === 'arrived')
    .map((target) => endToEndMs(target, until) ?? 0)
    .sort((a, b) => a - b);
  const failed = targets.filter(({ outcome }) => outcome !== 'arrived');
  const reasons = Map.groupBy(failed, ({ reason }) => reason ?? 'for no known reason');
  const reasonTexts = [...reasons].map(([reason, its]) => `${its.length} of ${targets.length} ${reason}`);
  return {
    route,
    result: failed.length === 0 ? 'passed' : 'failed',
    reason: failed.length === 0 ? undefined : reasonTexts.join(', '),
    messages: targets.length,
    arrived: times.length,
    medianMs: medianOf(times),
    worstMs: times.at(-1),
  };
};

/** @param sorted in ascending order */
const medianOf = (sorted: readonly number[]): number | undefined => {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : Math.round((lower + upper) / 2);
};
