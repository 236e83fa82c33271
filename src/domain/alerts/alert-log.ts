import type { EventType } from '../operation/events.ts';
import type { AlertEvent } from './alert-state.ts';

/**
 * The actions in an alert's log. They are part of the API and of the store, so none is ever renamed or removed. The
 * event `followUp` is logged as `update` or `resend`. `breakGlass`, `breakGlassUpdate` and `breakGlassCancel` are a
 * launch, an update and a cancel without the second person that the policy asks for. Some actions are notes and not
 * steps: `shortOffered` (only slow routes are left, and the short text would be faster), `held` (the alert waits for an
 * operator), `abridged` (the SMS say less than the CAP message from which they are made), `audienceGone` (a part of
 * the audience was deleted, so the people who have no message yet are not known any more), those of the approval clock
 * (`page`: an officer was asked by SMS to approve; `pageAnswered` and `delegate`: what the officer answered;
 * `approvalOverdue`: nobody has approved in time), `test`: its texts were sent to numbers of ours, and `note`: what an
 * officer wrote. `escalate`, `fulfilled` and `escalationExhausted` are what becomes of an escalation.
 */
export type AlertAction =
  | Exclude<AlertEvent, 'followUp'>
  | 'create'
  | 'breakGlass'
  | 'update'
  | 'approveUpdate'
  | 'breakGlassUpdate'
  | 'approveCancel'
  | 'rejectCancel'
  | 'breakGlassCancel'
  | 'resend'
  | 'shortOffered'
  | 'held'
  | 'abridged'
  | 'audienceGone'
  | 'note'
  | 'page'
  | 'pageAnswered'
  | 'delegate'
  | 'approvalOverdue'
  | 'test'
  | 'fulfilled'
  | 'escalationExhausted';

/** Lines of the log that change nothing of the alert. */
const notes: readonly AlertAction[] = [
  'shortOffered',
  'held',
  'abridged',
  'audienceGone',
  'note',
  'page',
  'pageAnswered',
  'delegate',
  'approvalOverdue',
  'test',
];

/** Whether the line only notes something, so that nobody has taken a step with the alert by it. */
export const isNote = (action: AlertAction): boolean => notes.includes(action);

/**
 * The event that is published for each line of the log, in the same commit. The field `action` of the event tells
 * whether a launch or an update was made with break glass.
 */
export const eventOfAction = {
  create: 'alert.created',
  edit: 'alert.edited',
  submit: 'alert.submitted',
  approve: 'alert.approved',
  return: 'alert.returned',
  reject: 'alert.rejected',
  discard: 'alert.discarded',
  schedule: 'alert.scheduled',
  launch: 'alert.launched',
  breakGlass: 'alert.launched',
  pause: 'alert.paused',
  resume: 'alert.resumed',
  stop: 'alert.stopped',
  update: 'alert.updated',
  approveUpdate: 'alert.updated',
  breakGlassUpdate: 'alert.updated',
  proposeUpdate: 'alert.updateProposed',
  rejectUpdate: 'alert.updateRejected',
  cancel: 'alert.cancelled',
  approveCancel: 'alert.cancelled',
  breakGlassCancel: 'alert.cancelled',
  proposeCancel: 'alert.cancelProposed',
  rejectCancel: 'alert.cancelRejected',
  end: 'alert.ended',
  offerEnd: 'alert.endOffered',
  resend: 'alert.resent',
  complete: 'alert.completed',
  expire: 'alert.expired',
  shorten: 'alert.shortened',
  shortOffered: 'alert.shortOffered',
  held: 'alert.held',
  abridged: 'alert.abridged',
  audienceGone: 'alert.audienceGone',
  note: 'alert.noted',
  page: 'alert.paged',
  pageAnswered: 'alert.pageAnswered',
  delegate: 'alert.delegated',
  approvalOverdue: 'alert.approvalOverdue',
  test: 'alert.tested',
  escalate: 'alert.escalated',
  fulfilled: 'alert.fulfilled',
  escalationExhausted: 'alert.escalationExhausted',
} as const satisfies Readonly<Record<AlertAction, EventType>>;
