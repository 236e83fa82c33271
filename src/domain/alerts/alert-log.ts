import type { EventType } from '../operation/events.ts';
import type { AlertEvent } from './alert-state.ts';

/**
 * What the log of an alert says was done. Words of the API and of files on disk: never reworded, only added to. A step of
 * the alert's life has its own name; a follow-up has that of its kind. `breakGlass` and `breakGlassUpdate`: a launch and
 * an update without the second person that the policy asks for. `held`, `abridged` and `audienceGone` are no steps, but
 * what somebody has to know: something waits for an operator, the SMS say less than the CAP message they are made of, and
 * whom the alert still goes out to nobody can tell any more.
 */
export type AlertAction =
  | Exclude<AlertEvent, 'followUp'>
  | 'create'
  | 'breakGlass'
  | 'update'
  | 'approveUpdate'
  | 'breakGlassUpdate'
  | 'resend'
  | 'held'
  | 'abridged'
  | 'audienceGone';

/**
 * What others are told of each line of the log, in one commit with it. Undefined would be: nothing, on purpose. That a
 * glass was broken is in the event's `action`.
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
  resend: 'alert.resent',
  complete: 'alert.completed',
  expire: 'alert.expired',
  held: 'alert.held',
  abridged: 'alert.abridged',
  audienceGone: 'alert.audienceGone',
} as const satisfies Readonly<Record<AlertAction, EventType | undefined>>;
