import type { EventType } from '../operation/events.ts';
import type { AlertEvent, AlertState } from './alert-state.ts';

/**
 * The actions in an alert's log. They are part of the API and of the store: only add to them. Each step of an alert has
 * its own name, and each follow-up the name of its kind. `breakGlass` and `breakGlassUpdate` are a launch and an update
 * without the second person that the policy asks for. `held`, `abridged` and `audienceGone` are no steps but notes: the
 * alert waits for an operator; its SMS say less than the CAP message they are made from; or it can no longer be known
 * whom the alert is still to be sent to.
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
 * The event that is published for each line of the log, in the same commit. Every action has one. An event of a launch
 * or an update says in `action` whether it broke the glass.
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

/** @param state that the step led to: a glass may be broken for a later time */
export const eventOfStep = (action: AlertAction, state: AlertState): EventType | undefined =>
  action === 'breakGlass' && state === 'scheduled' ? 'alert.scheduled' : eventOfAction[action];
