/** Where an alert stands; a word of the API and of the store. */
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
 * What can happen to an alert. `followUp`: an update or a resend, which is another wave; a `cancel` is one too, and ends
 * those before. `proposeUpdate` and `rejectUpdate`: an update that a second person must approve waits for that, or doesn't
 * any more. `discard`: who writes alerts says no, not who approves them.
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
 * The only legal steps; what is missing here is refused. A draft may be launched where the policy asks for no second
 * person: that is the service's to decide, not the table's. A paused alert takes no follow-up, which would leave with the
 * brake on: it is resumed or stopped first. A cancel ends what is braked, and what is wrong must be taken back at once.
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
    // Only by breaking the glass.
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

/** The state after the event; undefined if it can't happen in this one. */
export const stepAlert = (state: AlertState, event: AlertEvent): AlertState | undefined =>
  steps[state][event];

/** What can happen next, for who is told that something else can't. */
export const possibleEvents = (state: AlertState): readonly AlertEvent[] =>
  alertEvents.filter((event) => stepAlert(state, event) !== undefined);
