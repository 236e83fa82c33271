/** The states of an alert; part of the API and of the store. */
export const alertStates = [
  'draft',
  'pendingApproval',
  'returned',
  'approved',
  'scheduled',
  'sending',
  'paused',
  'completed',
  'stopped',
  'rejected',
  'expired',
] as const;

export type AlertState = (typeof alertStates)[number];

/**
 * The events of an alert. `followUp` is an update or a resend, each of which is another wave; `cancel` is a wave too,
 * and ends the earlier ones. `proposeUpdate`: an update waits for a second person; `rejectUpdate`: it doesn't any more.
 * `discard` is done by those who write alerts, `reject` by those who approve them.
 */
export const alertEvents = [
  'edit',
  'submit',
  'approve',
  'return',
  'reject',
  'discard',
  'schedule',
  'launch',
  'pause',
  'resume',
  'stop',
  'complete',
  'followUp',
  'cancel',
  'proposeUpdate',
  'rejectUpdate',
  'expire',
] as const;

export type AlertEvent = (typeof alertEvents)[number];

/**
 * The only legal steps. The table allows the launch of a draft; the alert service refuses it where the policy asks for
 * a second person: that is the service's to decide, not the table's. A paused alert allows no update and no resend, since their messages would not be paused: it must be
 * resumed or stopped first. It can be cancelled, since a wrong alert must be taken back at once.
 */
const steps: Readonly<Record<AlertState, Readonly<Partial<Record<AlertEvent, AlertState>>>>> = {
  draft: {
    edit: 'draft',
    submit: 'pendingApproval',
    discard: 'rejected',
    schedule: 'scheduled',
    launch: 'sending',
    expire: 'expired',
  },
  pendingApproval: {
    approve: 'approved',
    return: 'returned',
    reject: 'rejected',
    discard: 'rejected',
    // Only with `breakGlass`.
    launch: 'sending',
    expire: 'expired',
  },
  returned: {
    edit: 'returned',
    submit: 'pendingApproval',
    reject: 'rejected',
    discard: 'rejected',
    launch: 'sending',
    expire: 'expired',
  },
  approved: {
    return: 'returned',
    reject: 'rejected',
    schedule: 'scheduled',
    launch: 'sending',
    expire: 'expired',
  },
  scheduled: { return: 'returned', launch: 'sending', stop: 'stopped', expire: 'expired' },
  sending: {
    pause: 'paused',
    stop: 'stopped',
    complete: 'completed',
    followUp: 'sending',
    cancel: 'sending',
    proposeUpdate: 'sending',
    rejectUpdate: 'sending',
  },
  paused: { resume: 'sending', stop: 'stopped', cancel: 'sending', rejectUpdate: 'paused' },
  completed: {
    followUp: 'sending',
    cancel: 'sending',
    proposeUpdate: 'completed',
    rejectUpdate: 'completed',
  },
  stopped: { followUp: 'sending', cancel: 'sending', proposeUpdate: 'stopped', rejectUpdate: 'stopped' },
  rejected: {},
  expired: {},
};

/** The state after the event; undefined if the event is not allowed in this state. */
export const stepAlert = (state: AlertState, event: AlertEvent): AlertState | undefined =>
  steps[state][event];

/** The events that are allowed in this state, for the error message of one that isn't. */
export const possibleEvents = (state: AlertState): readonly AlertEvent[] =>
  alertEvents.filter((event) => stepAlert(state, event) !== undefined);
