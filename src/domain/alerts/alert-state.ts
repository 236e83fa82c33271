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

/** The states before the launch, from which an alert expires at its `expiresAt`. */
export const BEFORE_LAUNCH: readonly AlertState[] = [
  'draft',
  'pendingApproval',
  'returned',
  'approved',
  'scheduled',
];

/**
 * The events of an alert. `followUp` (an update or a resend) and `cancel` begin another wave; `cancel` also ends the
 * earlier waves, and so does `end`. `proposeUpdate`: an update begins to wait for a second person. `proposeCancel`: a
 * cancel does, and the earlier waves end at once. `rejectUpdate`: what waits is dropped. `shorten` gives the messages
 * that no route has the short text. `escalate`: an escalation takes its next step, or ends. `offerEnd`: the validity
 * is over. `discard` is done by those who write alerts, `reject` by those who approve them.
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
  'shorten',
  'escalate',
  'proposeCancel',
  'end',
  'offerEnd',
  'expire',
] as const;

export type AlertEvent = (typeof alertEvents)[number];

/**
 * The only legal steps. A draft may be launched: the alert service, not this table, checks whether the policy asks for
 * a second person. A paused alert allows no update and no resend, since their messages would not be paused: it must be
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
    // A launch in this state needs break glass.
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
    // Only if the approval doesn't cover any more what would go out: see `src/alerts/desk/launching.ts`.
    submit: 'pendingApproval',
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
    shorten: 'sending',
    escalate: 'sending',
    proposeCancel: 'sending',
    end: 'sending',
    offerEnd: 'sending',
  },
  paused: {
    resume: 'sending',
    stop: 'stopped',
    cancel: 'sending',
    rejectUpdate: 'paused',
    shorten: 'paused',
    proposeCancel: 'sending',
    end: 'sending',
    offerEnd: 'paused',
  },
  completed: {
    followUp: 'sending',
    cancel: 'sending',
    proposeUpdate: 'completed',
    rejectUpdate: 'completed',
    proposeCancel: 'completed',
    end: 'sending',
    offerEnd: 'completed',
  },
  stopped: {
    followUp: 'sending',
    cancel: 'sending',
    proposeUpdate: 'stopped',
    rejectUpdate: 'stopped',
    proposeCancel: 'stopped',
    end: 'sending',
    offerEnd: 'stopped',
  },
  rejected: {},
  expired: {},
};

/** The state after the event; undefined if the event is not allowed in this state. */
export const stepAlert = (state: AlertState, event: AlertEvent): AlertState | undefined =>
  steps[state][event];

/** The events that are allowed in this state. The error message about any other event lists them. */
export const possibleEvents = (state: AlertState): readonly AlertEvent[] =>
  alertEvents.filter((event) => stepAlert(state, event) !== undefined);
