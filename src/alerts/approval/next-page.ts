import type { ApprovalPage, ApprovalWait } from '../../domain/alerts/approval.ts';
import type { Officer } from '../../domain/alerts/approvers.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

/** An officer who can be paged. */
export type Pageable = Officer & { readonly phone: Msisdn };

/** The largest number of pages to one officer for one wait. */
const MOST_PAGES_OF_OFFICER = 3;

/** Whether the officer may get one more page of the wait that has these pages. */
export const hasPagesLeft = (pages: readonly ApprovalPage[], { id }: Pick<Officer, 'id'>): boolean =>
  pages.filter(({ user }) => user === id).length < MOST_PAGES_OF_OFFICER;

export type ClockStep =
  | { readonly kind: 'page'; readonly officer: Pageable }
  | { readonly kind: 'overdue' }
  /** Nothing is to be done before `untilMs`; undefined: before the alert changes. */
  | { readonly kind: 'rest'; readonly untilMs: number | undefined };

/**
 * What the clock of an approval does now.
 * @param pages of this wait, oldest first
 * @param duty whom it may page, in their order
 */
export const nextStep = (
  { deadline, overdueAt }: Pick<ApprovalWait, 'deadline' | 'overdueAt'>,
  pages: readonly ApprovalPage[],
  duty: readonly Pageable[],
  pageNextAfterMs: number,
  nowMs: number,
): ClockStep => {
  if (nowMs >= deadline) {
    return overdueAt === undefined ? { kind: 'overdue' } : { kind: 'rest', untilMs: undefined };
  }
  const last = pages.at(-1);
  const pagesOf = ({ id }: Pageable): number => pages.filter(({ user }) => user === id).length;
  const left = duty.filter((one) => hasPagesLeft(pages, one));
  const [officer] = left.toSorted((a, b) => pagesOf(a) - pagesOf(b));
  if (officer === undefined) return { kind: 'rest', untilMs: deadline };
  // Somebody guesses codes in the name of the last one: another officer is asked without delay.
  const isAtOnce = last === undefined || (last.end === 'locked' && last.user !== officer.id);
  const dueAt = isAtOnce ? nowMs : last.at + pageNextAfterMs;
  return nowMs >= dueAt ? { kind: 'page', officer } : { kind: 'rest', untilMs: Math.min(dueAt, deadline) };
};
