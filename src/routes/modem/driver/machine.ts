import type { MachineContext, ModemEffect, ModemEvent, ModemState, Trials } from './modem-state.ts';

export type Step = readonly [ModemState, readonly ModemEffect[]];

const LOOK_AGAIN_MS = 2000;
const SEARCH_MS = 2000;
const LOCKED_MS = 60_000;
const REST_MIN_MS = 2000;
const REST_MAX_MS = 120_000;
/** The number of temporary errors in a row after which the modem itself is suspected. */
const TROUBLES_TO_DOUBT = 5;
/**
 * Of this many failures in a row, which take some minutes, one leads to a restart of the modem and one to a power cut.
 * The others only lead to milder steps: if one restart didn't help, one every few seconds won't help either.
 */
const LADDER = 30;

const NO_TRIALS: Trials = { openings: 0, mutes: 0, troubles: 0, doubts: 0 };

export const atStart: ModemState = { kind: 'absent', reason: 'not started', trials: NO_TRIALS };

/** How long a modem rests after its `troubles`-th temporary error in a row, in ms. */
export const restMs = (troubles: number): number =>
  Math.min(REST_MAX_MS, REST_MIN_MS * 2 ** Math.min(troubles - 1, 16));

const backOff = (openings: number, { reconnect, random }: MachineContext): number => {
  const ms = Math.min(reconnect.max, reconnect.min * 2 ** Math.min(openings - 1, 16));
  return Math.round(ms * (0.5 + random / 2));
};

/** Closes the serial line, to open it again after a pause. */
const reopen = (reason: string, before: Trials, context: MachineContext): Step => {
  const trials = { ...before, openings: before.openings + 1 };
  return [
    { kind: 'absent', reason, trials },
    [{ kind: 'close' }, { kind: 'wait', ms: backOff(trials.openings, context) }],
  ];
};

const wake = (trials: Trials): Step => [{ kind: 'waking', trials }, [{ kind: 'wake' }]];

const recover = (rung: 'resync' | 'reset' | 'power', reason: string, trials: Trials): Step => [
  { kind: 'recovering', reason, trials },
  [{ kind: rung }],
];

const ready = (trials: Trials): ModemState => ({
  kind: 'ready',
  restUntil: 0,
  reason: undefined,
  trials,
});

/**
 * The transition function of a modem's state machine: pure, and defined for every event in every state. An event that
 * comes too late, after the state has changed, changes nothing.
 */
export const step = (state: ModemState, event: ModemEvent, context: MachineContext): Step => {
  const { kind, trials } = state;
  const stay: Step = [state, []];
  switch (event.kind) {
    case 'started':
      return kind === 'absent' ? [state, [{ kind: 'open' }]] : stay;
    case 'openFailed':
      return kind === 'absent' ? onOpenFailed(trials, event.reason, event.missing, context) : stay;
    case 'opened':
      return kind === 'absent' ? wake(trials) : stay;
    case 'lost':
    case 'unfit':
      return kind === 'absent' ? stay : reopen(event.reason, trials, context);
    case 'mute':
      return onMute(state, event.reason, event.reset ?? false, context);
    case 'resynced':
      // The modem may have restarted meanwhile and lost its settings, so it is brought up again.
      return kind === 'recovering' ? wake(trials) : stay;
    case 'restarted':
      return kind === 'ready' || kind === 'registering' ? wake(trials) : stay;
    case 'restartWanted':
      return kind === 'waking' ? recover('reset', event.reason, trials) : stay;
    case 'restarting':
      if (kind !== 'recovering') return stay;
      return [
        { kind: 'absent', reason: state.reason, trials },
        [{ kind: 'close' }, { kind: 'wait', ms: event.ms }],
      ];
    case 'waited':
      return onWaited(state, context);
    case 'again':
      return kind === 'locked' || kind === 'quarantined' ? wake(trials) : stay;
    default:
      return onProgress(state, event, context);
  }
};

type Progress = Extract<
  ModemEvent,
  {
    kind:
      | 'locked'
      | 'unlocked'
      | 'unregistered'
      | 'registered'
      | 'submitting'
      | 'submitted'
      | 'trouble'
      | 'sick'
      | 'simAside';
  }
>;

/** Handles the events of a modem that answers. */
const onProgress = (state: ModemState, event: Progress, context: MachineContext): Step => {
  const { kind, trials } = state;
  const stay: Step = [state, []];
  switch (event.kind) {
    case 'locked':
      if (kind !== 'waking') return stay;
      return [{ kind: 'locked', reason: event.reason, trials }, [{ kind: 'wait', ms: LOCKED_MS }]];
    case 'unlocked':
      if (kind !== 'waking') return stay;
      return [{ kind: 'registering', reason: 'looking for a network', trials }, [{ kind: 'register' }]];
    case 'unregistered':
      if (kind !== 'registering' && kind !== 'ready' && kind !== 'sending') return stay;
      return [{ kind: 'registering', reason: event.reason, trials }, [{ kind: 'wait', ms: SEARCH_MS }]];
    case 'registered':
      // `doubts` is reset only when a part was sent: a modem whose radio hangs still registers.
      return kind === 'registering' ? [ready({ ...NO_TRIALS, doubts: trials.doubts }), []] : stay;
    case 'submitting':
      return kind === 'ready' ? [{ kind: 'sending', trials }, []] : stay;
    case 'submitted':
      return kind === 'sending' ? [ready(NO_TRIALS), []] : stay;
    case 'trouble':
      return kind === 'sending' ? onTrouble(trials, event.reason, context) : stay;
    case 'sick':
      return kind === 'sending' ? recover('reset', event.reason, trials) : stay;
    case 'simAside':
      if (kind === 'absent') return stay;
      return [
        { kind: 'quarantined', reason: event.reason, until: event.until, trials },
        [{ kind: 'wait', ms: Math.max(0, event.until - context.now) }],
      ];
  }
};

const onOpenFailed = (before: Trials, reason: string, missing: boolean, context: MachineContext): Step => {
  const trials = { ...before, openings: before.openings + 1 };
  const ms = backOff(trials.openings, context);
  return [
    { kind: 'absent', reason, trials },
    [{ kind: 'wait', ms: missing ? Math.min(LOOK_AGAIN_MS, ms) : ms }],
  ];
};

/**
 * Recovers a modem that doesn't answer, step by step: ESC and AT, then opening the serial line again, then AT+CFUN=1,1,
 * then the power hook, then these steps again.
 */
const onMute = (state: ModemState, reason: string, reset: boolean, context: MachineContext): Step => {
  const trials = { ...state.trials, mutes: state.trials.mutes + 1 };
  switch (state.kind) {
    case 'absent':
      return [state, []];
    case 'waking':
    case 'recovering':
      switch (trials.mutes % LADDER) {
        case 3:
          return recover('reset', reason, trials);
        case 4:
          return recover(context.canPower ? 'power' : 'reset', reason, trials);
        default:
          return reopen(reason, trials, context);
      }
    default:
      return recover(reset ? 'reset' : 'resync', reason, trials);
  }
};

const onWaited = (state: ModemState, context: MachineContext): Step => {
  switch (state.kind) {
    case 'absent':
      return [state, [{ kind: 'open' }]];
    case 'registering':
      return [state, [{ kind: 'register' }]];
    case 'locked':
      return wake(state.trials);
    case 'quarantined':
      if (context.now >= state.until) return wake(state.trials);
      // The timer may fire some milliseconds before the wall clock reaches `until`, and the clock may have been set
      // back.
      return [state, [{ kind: 'wait', ms: state.until - context.now }]];
    case 'ready':
      return [{ ...state, restUntil: 0, reason: undefined }, []];
    default:
      return [state, []];
  }
};

/**
 * After a temporary error the modem gets no parts for a while, longer after each error in a row. After
 * `TROUBLES_TO_DOUBT` errors in a row it is recovered, with a stronger step each time.
 */
const onTrouble = (before: Trials, reason: string, context: MachineContext): Step => {
  const troubles = before.troubles + 1;
  if (troubles < TROUBLES_TO_DOUBT) {
    const ms = restMs(troubles);
    const trials = { ...before, troubles };
    return [{ kind: 'ready', restUntil: context.elapsed + ms, reason, trials }, [{ kind: 'wait', ms }]];
  }
  const doubts = before.doubts + 1;
  const trials = { ...before, troubles: 0, doubts };
  if (doubts % LADDER === 2) return recover('reset', reason, trials);
  return recover(doubts % LADDER === 3 && context.canPower ? 'power' : 'resync', reason, trials);
};
