import type { AlertsConfig } from '../../config/alerts.ts';
import type { Alert, AlertLogEntry, Wave } from '../../domain/alerts/alert.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { ApprovalRepository, ApprovalView } from '../../domain/alerts/approval.ts';
import type { PeopleTotals } from '../../domain/alerts/people-totals.ts';
import type { Clock } from '../../kernel/clock.ts';
import { viewOfWait } from '../approval/waiting.ts';
import { type Forecast, forecast } from '../preview/forecast.ts';
import { msUntilInHandSent } from '../preview/in-hand.ts';
import type { ShortOffer } from '../waves/short-decision.ts';
import { turnOf } from '../waves/turn.ts';
import { comingIn } from '../waves/wave-progress.ts';

/** An alert, how far it has come, and who did what. */
export interface AlertOverview {
  readonly alert: Alert;
  readonly waves: readonly Wave[];
  readonly log: readonly AlertLogEntry[];
  readonly counts: readonly AlertCount[];
  /** How far it has come in people, each of whom counts once. */
  readonly people: PeopleTotals;
  /** The last wait for an approval; undefined: no clock ran for it. */
  readonly approval: ApprovalView | undefined;
  /** People for whom no message is stored yet. */
  readonly toCome: number;
  /**
   * When all parts are sent, and whether that is in time. `etaMs` is 0 if neither the queue nor a route has a part
   * left, and undefined if the alert is paused, or no route can send.
   */
  readonly forecast: Pick<Forecast, 'etaMs' | 'inTime' | 'reason'>;
  /** What the short text would change, while only slow routes are left; undefined if it would change nothing. */
  readonly shortOffer: ShortOffer | undefined;
  /** People whose answer has the meaning that the escalation needs; 0 without an escalation. */
  readonly answered: number;
}

export interface OverviewDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'waves' | 'alertLog'> &
    Pick<AlertAnswerRepository, 'answeredWith'>;
  readonly approvals: Pick<ApprovalRepository, 'approvalOf'>;
  readonly traffic: Pick<AlertTraffic, 'paces'>;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
  readonly clock: Pick<Clock, 'now'>;
  readonly policy: AlertsConfig;
  readonly shorts: { offer(alert: Alert): Promise<ShortOffer | undefined> };
  readonly totals: (alert: number, counts: readonly AlertCount[]) => Promise<PeopleTotals>;
}

/** Undefined: there is no such alert. */
export const overviewOf = async (
  { repository, approvals, traffic, progress, totals, clock, policy, shorts }: OverviewDeps,
  id: number,
): Promise<AlertOverview | undefined> => {
  const alert = await repository.getAlert(id);
  if (alert === undefined) return undefined;
  const [waves, log, counts, approval] = await Promise.all([
    repository.waves(id),
    repository.alertLog(id),
    progress(id),
    approvals.approvalOf(id),
  ]);
  const people = await totals(id, counts);
  const toCome = peopleToCome(waves);
  const parts = partsLeft(counts, toCome);
  const own = { turns: waves.map(turnOf), parts };
  const load = { parts, people: peopleLeft(counts, toCome), validMs: validFor(waves, counts, clock.now()) };
  const paces = traffic.paces(own);
  const stands = withInHand(forecast(paces, alert.draft, load), msUntilInHandSent(paces, counts));
  const isPaused = alert.state === 'paused' && parts > 0;
  const shortOffer =
    alert.state === 'sending' || alert.state === 'paused' ? await shorts.offer(alert) : undefined;
  const { escalation } = alert.draft;
  const answered = escalation === undefined ? 0 : await repository.answeredWith(id, escalation.meaning);
  return {
    alert,
    waves,
    log,
    counts,
    people,
    approval: viewOfWait(policy, alert, approval),
    toCome,
    forecast: isPaused ? PAUSED : stands,
    shortOffer,
    answered,
  };
};

type ShownForecast = AlertOverview['forecast'];

/** The forecast of what waits, together with what the routes already have. */
const withInHand = (waiting: ShownForecast, inHandMs: number | undefined): ShownForecast => {
  const { etaMs } = waiting;
  if (etaMs === undefined || inHandMs === 0) return waiting;
  if (inHandMs !== undefined) return { ...waiting, etaMs: Math.max(etaMs, inHandMs) };
  // What waits has a time, whatever becomes of the few messages that a broken route has.
  return etaMs > 0 ? waiting : STUCK;
};

const STUCK = {
  etaMs: undefined,
  inTime: false,
  reason: 'a route that has messages of the alert can not send now',
} as const;

const PAUSED = { etaMs: undefined, inTime: false, reason: 'the alert is paused' } as const;

const queuedOf = (counts: readonly AlertCount[]): readonly AlertCount[] =>
  counts.filter(({ state }) => state === 'queued');

const peopleLeft = (counts: readonly AlertCount[], toCome: number): number =>
  queuedOf(counts).reduce((sum, { messages }) => sum + messages, toCome);

/** How long the messages that are left may still be sent, ms; of waves with several validities the shortest. */
const validFor = (waves: readonly Wave[], counts: readonly AlertCount[], now: number): number => {
  const queued = new Set(queuedOf(counts).map(({ wave }) => wave));
  const open = waves.filter((wave) => comingIn(wave) > 0 || queued.has(wave.wave));
  return Math.max(0, Math.min(...open.map(({ validUntil }) => validUntil)) - now);
};

/** People of these waves for whom no message is stored yet. */
export const peopleToCome = (waves: readonly Wave[]): number =>
  waves.reduce((sum, wave) => sum + comingIn(wave), 0);

/**
 * Parts still to be sent. A message that is not stored yet counts as the mean number of parts of the stored messages.
 */
const partsLeft = (counts: readonly AlertCount[], toCome: number): number => {
  const queued = queuedOf(counts).reduce((sum, { parts }) => sum + parts, 0);
  const stored = counts.reduce((sum, { messages }) => sum + messages, 0);
  const parts = counts.reduce((sum, one) => sum + one.parts, 0);
  return queued + toCome * (stored === 0 ? 1 : parts / stored);
};
