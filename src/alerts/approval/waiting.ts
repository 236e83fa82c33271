import type { AlertsConfig } from '../../config/alerts.ts';
import type { Alert, AlertLogEntry, Severity } from '../../domain/alerts/alert.ts';
import { type AlertAction, isNote } from '../../domain/alerts/alert-log.ts';
import type { ApprovalView, ApprovalWait } from '../../domain/alerts/approval.ts';
import { waitingOf } from '../corrections/follow-ups.ts';
import { authorsOf } from '../desk/approving.ts';
import { needsSecondPerson } from '../desk/policy.ts';

type Wait = Pick<ApprovalWait, 'alert' | 'subject' | 'since'>;

/**
 * Whether the approval of this alert has a clock: where the policy asks for it, and for a request by SMS, which nothing
 * but an approval lets go.
 */
export const hasClock = (policy: AlertsConfig, { draft, launchOnApproval }: Alert): boolean =>
  needsSecondPerson(policy, draft) || (draft.source === 'sms' && launchOnApproval === true);

/** When an alert of this severity must be approved, if it begins to wait at `sinceMs`. */
export const deadlineOf = ({ approvalClock }: AlertsConfig, severity: Severity, sinceMs: number): number =>
  sinceMs + approvalClock[severity];

/** What of the alert waits for approval now. */
export const waitOf = ({ id, state, submitted, proposedUpdate }: Alert): Wait | undefined => {
  if (state === 'pendingApproval' && submitted !== undefined) {
    return { alert: id, subject: 'alert', since: submitted.at };
  }
  return proposedUpdate === undefined
    ? undefined
    : { alert: id, subject: waitingOf(proposedUpdate), since: proposedUpdate.at };
};

export const isWaitOf = (wait: Wait, alert: Alert): boolean => {
  const now = waitOf(alert);
  return now !== undefined && now.subject === wait.subject && now.since === wait.since;
};

/** The wait as it is shown: what waits now has its deadline at once, seconds before the clock has it on disk. */
export const viewOfWait = (
  policy: AlertsConfig,
  alert: Alert,
  last: ApprovalView | undefined,
): ApprovalView | undefined => {
  const wait = hasClock(policy, alert) ? waitOf(alert) : undefined;
  if (wait === undefined || (last !== undefined && isWaitOf({ ...last, alert: alert.id }, alert)))
    return last;
  const { subject, since } = wait;
  return { subject, since, deadline: deadlineOf(policy, alert.draft.severity, since), paged: [] };
};

/** The ids of those who wrote what waits. */
export const writersOf = (
  alert: Alert,
  log: readonly AlertLogEntry[],
  { subject }: Pick<ApprovalWait, 'subject'>,
): readonly string[] => {
  if (subject === 'alert') return authorsOf(alert, log);
  const { proposedUpdate } = alert;
  return proposedUpdate === undefined ? [] : [proposedUpdate.id, ...(proposedUpdate.authors ?? [])];
};

/** Why the alert that was approved last is not launched by its approval; undefined: nothing held it since then. */
export const whyHeldBack = (log: readonly AlertLogEntry[]): string | undefined => {
  const approved = log.findLastIndex(({ action }) => action === 'approve');
  const held = log.slice(approved + 1).find(({ action }) => action === 'held');
  return held && (held.detail ?? '');
};

/** How a wait ended. */
export type WaitOutcome =
  | { readonly kind: 'approved'; readonly by: string; readonly name: string }
  | {
      readonly kind: 'returned' | 'rejected';
      readonly by: string;
      readonly name: string;
      readonly reason: string;
    }
  | { readonly kind: 'other'; readonly action: AlertAction | undefined; readonly by: string };

const OUTCOMES: Readonly<Partial<Record<AlertAction, 'approved' | 'returned' | 'rejected'>>> = {
  approve: 'approved',
  approveUpdate: 'approved',
  approveCancel: 'approved',
  return: 'returned',
  reject: 'rejected',
  rejectUpdate: 'rejected',
  rejectCancel: 'rejected',
};
const BEGINS: readonly AlertAction[] = ['submit', 'proposeUpdate', 'proposeCancel'];
/** Steps of an alert that don't end the wait of its update or cancel. */
const BESIDE: readonly AlertAction[] = [
  'pause',
  'resume',
  'complete',
  'resend',
  'shorten',
  'escalate',
  'fulfilled',
  'escalationExhausted',
  'offerEnd',
];

/** Reads from the alert's log who began the wait, and how it ended. */
export const storyOf = (
  { since }: Wait,
  log: readonly AlertLogEntry[],
): { readonly author: AlertLogEntry | undefined; readonly outcome: WaitOutcome } => {
  const began = log.findIndex(({ at, action }) => at === since && BEGINS.includes(action));
  const end = log
    .slice(began + 1)
    .find(({ at, action }) => at >= since && !isNote(action) && !BESIDE.includes(action));
  const kind = end === undefined ? undefined : OUTCOMES[end.action];
  const author = log[began];
  if (end === undefined || kind === undefined) {
    return { author, outcome: { kind: 'other', action: end?.action, by: end?.actor ?? '' } };
  }
  const { actor: by, actorName: name, detail: reason = '' } = end;
  return { author, outcome: kind === 'approved' ? { kind, by, name } : { kind, by, name, reason } };
};
