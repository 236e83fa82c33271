import type { Alert, AlertOverview, Case } from './told.ts';

/** Who calls for help: those whom nobody has taken first, and the one that waits longest on top. */
export const inOrderOfNeed = (cases: readonly Case[]): readonly Case[] =>
  cases.toSorted(
    (a, b) =>
      Number(a.state !== 'open') - Number(b.state !== 'open') ||
      Date.parse(a.waitingSince) - Date.parse(b.waitingSince) ||
      a.id - b.id,
  );

type Signed = Pick<Alert, 'created' | 'submitted' | 'proposedUpdate'>;

/**
 * Whether the person wrote or handed in what waits: then somebody else must approve it. The author of an alert may
 * approve the correction that another proposed. The gateway decides.
 */
export const isOwn = (
  { created, submitted, proposedUpdate }: Signed,
  what: Waiting['what'],
  user: number,
): boolean =>
  (what === 'alert' ? [created?.by, submitted?.by] : [proposedUpdate?.by]).some(
    (by) => by?.id === `user:${user}`,
  );

export interface Waiting {
  readonly alert: Alert;
  /** A second person is asked for the alert itself, or for a text that follows it. */
  readonly what: 'alert' | 'update' | 'cancel';
  readonly since: string | null;
  readonly isMine: boolean;
  /** This person wrote it, and may not approve it. */
  readonly isOwn: boolean;
}

/** What waits for a second person: what this person may approve first, and in each the oldest. */
export const waitingOf = (
  submitted: readonly Alert[],
  going: readonly Alert[],
  mayApprove: boolean,
  user: number,
): readonly Waiting[] => {
  const of = (alert: Alert, what: Waiting['what'], since: string | null): Waiting => ({
    alert,
    what,
    since,
    isMine: mayApprove && !isOwn(alert, what, user),
    isOwn: isOwn(alert, what, user),
  });
  return [
    ...submitted.map((alert) => of(alert, 'alert', alert.submitted?.at ?? null)),
    ...going.flatMap((alert) =>
      alert.proposedUpdate === null ? [] : [of(alert, alert.proposedUpdate.what, alert.proposedUpdate.at)],
    ),
  ].toSorted((a, b) => Number(b.isMine) - Number(a.isMine) || (a.since ?? '').localeCompare(b.since ?? ''));
};

export type Decision = 'approve' | 'shorten' | 'end' | 'look';

/** What a person is to decide about an alert next. */
export const decisionOf = (
  alert: Pick<AlertOverview, 'shortOffer' | 'endOffer'> & Signed,
  may: { readonly approve: boolean; readonly launch: boolean },
  user: number,
): Decision => {
  const { proposedUpdate } = alert;
  if (proposedUpdate !== null && may.approve && !isOwn(alert, proposedUpdate.what, user)) return 'approve';
  if (alert.shortOffer !== null && may.launch) return 'shorten';
  return alert.endOffer !== null && may.launch ? 'end' : 'look';
};

/** The alert that went out last; undefined: none of these did. */
export const lastLaunched = (alerts: readonly Alert[]): Alert | undefined =>
  alerts
    .filter(({ launched }) => launched !== null)
    .toSorted((a, b) => (b.launched?.at ?? '').localeCompare(a.launched?.at ?? ''))[0];
