import type { Alert, AlertLogEntry, Wave } from '../../domain/alerts/alert.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { ApprovalRepository, ApprovalView } from '../../domain/alerts/approval.ts';
import { goesOut, hasPeopleLeft } from '../../domain/alerts/wave-state.ts';
import { forecast } from './forecast.ts';

/** An alert, how far it has come, and who did what. */
export interface AlertOverview {
  readonly alert: Alert;
  readonly waves: readonly Wave[];
  readonly log: readonly AlertLogEntry[];
  readonly counts: readonly AlertCount[];
  /** The last wait for an approval; undefined: no clock ran for it. */
  readonly approval: ApprovalView | undefined;
  /** People for whom no message is stored yet. */
  readonly toCome: number;
  /** Time until all parts are sent, ms; 0: no part is left; undefined: the alert is paused, or no route can send. */
  readonly etaMs: number | undefined;
}

export interface OverviewDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'waves' | 'alertLog'>;
  readonly approvals: Pick<ApprovalRepository, 'approvalOf'>;
  readonly traffic: Pick<AlertTraffic, 'paces'>;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
}

/** Undefined: there is no such alert. */
export const overviewOf = async (
  { repository, approvals, traffic, progress }: OverviewDeps,
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
  const toCome = peopleToCome(waves);
  const parts = partsLeft(counts, toCome);
  const { etaMs } = forecast(traffic.paces(), alert.draft, parts);
  const stands = alert.state === 'paused' ? undefined : etaMs;
  return { alert, waves, log, counts, approval, toCome, etaMs: parts === 0 ? 0 : stands };
};

/** People of these waves for whom no message is stored yet. */
export const peopleToCome = (waves: readonly Wave[]): number =>
  waves.reduce((sum, wave) => sum + comingIn(wave), 0);

/** A stopped or overtaken wave counts 0: its remaining people get messages that are recorded and never sent. */
const comingIn = ({ state, expected, recipients }: Wave): number =>
  goesOut(state) && hasPeopleLeft(state) ? Math.max(0, expected - recipients) : 0;

/**
 * Parts still to be sent. A message that is not stored yet counts as the mean number of parts of the stored messages.
 */
const partsLeft = (counts: readonly AlertCount[], toCome: number): number => {
  const queued = counts.filter(({ state }) => state === 'queued').reduce((sum, { parts }) => sum + parts, 0);
  const stored = counts.reduce((sum, { messages }) => sum + messages, 0);
  const parts = counts.reduce((sum, one) => sum + one.parts, 0);
  return queued + toCome * (stored === 0 ? 1 : parts / stored);
};
