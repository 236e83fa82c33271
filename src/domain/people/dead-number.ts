import type { Page, Paged } from '../../kernel/page.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** An undelivered message to a number: when it ended, and the carrier's reason. */
export interface Undelivered {
  /** ms since the epoch. */
  readonly at: number;
  readonly reason: string;
}

/** How often in a row messages to a number ended undelivered; nothing has been delivered to it since. */
export interface UndeliveredInARow {
  /** Alerts, of which each counts once, and messages that belong to no alert. */
  readonly times: number;
  /** Messages whose reason is permanent, since the last one with another reason. */
  readonly permanent: number;
  /** The last alerts that counted. */
  readonly alerts: readonly number[];
  /** The last reasons, oldest first. */
  readonly last: readonly Undelivered[];
}

/** A number to which nothing seems to get through. It is still written to in alerts: nobody is left out silently. */
export interface DeadNumber extends Pick<UndeliveredInARow, 'times' | 'permanent' | 'last'> {
  readonly number: Msisdn;
  readonly name: string | undefined;
  readonly postalCode: string | undefined;
}

export interface DeadNumberFilter {
  /** Only this number, if it is dead; left out: all. */
  readonly number?: Msisdn | undefined;
  readonly postalCode: string | undefined;
  /** Only members of this list. */
  readonly list: number | undefined;
}

export interface DeadNumberRepository {
  /** Ordered by number; the cursor is the last number of the page before. */
  deadNumbers(filter: DeadNumberFilter, page: Page): Promise<Paged<DeadNumber>>;
  /** Forgets what was not delivered to the number; false if there was nothing. */
  revive(number: Msisdn): Promise<boolean>;
}

/** This many in a row, and the number counts as dead. */
const DEAD_AFTER = 3;
/** TP-Status (TS 23.040 9.2.3.15) of permanent errors that lie in the number or the phone. */
const PERMANENT_STATUS = /TP-Status 0x4[0-5]\b/;
const STATUS = /TP-Status 0x/;
/**
 * UNDELIV and REJECTD in a receipt (SMPP 3.4, 5.2.28), as the reason has them in words and as written. EXPIRED may only
 * mean that the phone was switched off.
 */
const PERMANENT_STATE = /^(?:could not be delivered|rejected by)|\b(?:UNDELIV|REJECT)[A-Z]*\b/;

const isPermanent = (reason: string): boolean =>
  STATUS.test(reason) ? PERMANENT_STATUS.test(reason) : PERMANENT_STATE.test(reason);

const NONE: UndeliveredInARow = { times: 0, permanent: 0, alerts: [], last: [] };

/** What is counted for a number after one more undelivered message. */
export const countUndelivered = (
  { times, permanent, alerts, last }: UndeliveredInARow = NONE,
  alert: number | undefined,
  { at, reason }: Undelivered,
): UndeliveredInARow => {
  const isNew = alert === undefined || !alerts.includes(alert);
  return {
    times: times + (isNew ? 1 : 0),
    permanent: isPermanent(reason) ? permanent + 1 : 0,
    alerts: alert === undefined || !isNew ? alerts : [...alerts, alert].slice(-DEAD_AFTER),
    last: [...last, { at, reason }].slice(-DEAD_AFTER),
  };
};

export const isDead = ({ times, permanent }: Pick<UndeliveredInARow, 'times' | 'permanent'>): boolean =>
  times >= DEAD_AFTER || permanent >= DEAD_AFTER;
