/** Where a modem is on its way to sending; each state has only what it needs. */
export type ModemState =
  /** No open line. `failures`: openings and wakings in a row that came to nothing. */
  | { readonly kind: 'absent'; readonly reason: string; readonly failures: number }
  /** Line open; it is being made to answer, and asked who it is. */
  | { readonly kind: 'waking'; readonly failures: number }
  /** Answers, but its SIM can't be used. */
  | { readonly kind: 'locked'; readonly reason: string }
  /** Waits for a network. */
  | { readonly kind: 'registering'; readonly reason: string }
  /** Takes parts; not before `restUntil` after a trouble. `troubles`: in a row, without a success between them. */
  | {
      readonly kind: 'ready';
      readonly restUntil: number;
      readonly reason: string | undefined;
      readonly troubles: number;
    }
  | { readonly kind: 'sending'; readonly troubles: number }
  /** Doesn't answer; being brought back in step. */
  | { readonly kind: 'recovering'; readonly reason: string; readonly failures: number }
  /** The SIM is set aside. */
  | { readonly kind: 'quarantined'; readonly reason: string; readonly until: number };

export type ModemEvent =
  | { readonly kind: 'started' }
  /** `missing`: there is no such device now; looking again costs nothing. */
  | { readonly kind: 'openFailed'; readonly reason: string; readonly missing: boolean }
  | { readonly kind: 'opened' }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'mute'; readonly reason: string }
  /** The line answers, and can't be used: another modem than was asked for, or what we need failed. */
  | { readonly kind: 'unfit'; readonly reason: string }
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'unregistered'; readonly reason: string }
  | { readonly kind: 'registered' }
  | { readonly kind: 'resynced' }
  | { readonly kind: 'submitting' }
  | { readonly kind: 'submitted' }
  | { readonly kind: 'trouble'; readonly reason: string }
  | { readonly kind: 'simAside'; readonly reason: string; readonly until: number }
  /** The wait that was asked for is over. */
  | { readonly kind: 'waited' };

export type ModemEffect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** Wake, identify, unlock. */
  | { readonly kind: 'wake' }
  /** Look at the registration; when it is usable, set messages up. */
  | { readonly kind: 'register' }
  | { readonly kind: 'resync' }
  /** Post `waited` then, unless another wait is asked for before. */
  | { readonly kind: 'wait'; readonly ms: number };

export interface MachineContext {
  readonly now: number;
  /** 0 to 1, for the jitter: modems that a power cut took together don't come back together. */
  readonly random: number;
  readonly reconnect: { readonly min: number; readonly max: number };
}

export type Step = readonly [ModemState, readonly ModemEffect[]];

const LOOK_AGAIN_MS = 2000;
const SEARCH_MS = 2000;
const LOCKED_MS = 60_000;
const REST_MIN_MS = 2000;
const REST_MAX_MS = 120_000;
/** Troubles in a row after which the modem itself is doubted and brought up anew. */
const TROUBLES_TO_DOUBT = 5;

/** How long a modem is left alone after its `troubles`-th trouble in a row. */
export const restMs = (troubles: number): number =>
  Math.min(REST_MAX_MS, REST_MIN_MS * 2 ** Math.min(troubles - 1, 16));

const backOff = (failures: number, { reconnect, random }: MachineContext): number => {
  const ms = Math.min(reconnect.max, reconnect.min * 2 ** Math.min(failures - 1, 16));
  return Math.round(ms * (0.5 + random / 2));
};

const absent = (reason: string, failures: number, context: MachineContext, close: boolean): Step => [
  { kind: 'absent', reason, failures },
  [...(close ? [{ kind: 'close' } as const] : []), { kind: 'wait', ms: backOff(failures, context) }],
];

const failuresOf = (state: ModemState): number => ('failures' in state ? state.failures : 0);

const waking = (failures: number): Step => [{ kind: 'waking', failures }, [{ kind: 'wake' }]];

const ready = (troubles: number): ModemState => ({
  kind: 'ready',
  restUntil: 0,
  reason: undefined,
  troubles,
});

const registering = (reason: string): ModemState => ({ kind: 'registering', reason });

/**
 * The life of a modem: pure, and total. An event that means nothing in a state, because it was on its way when the
 * state changed, changes nothing.
 */
export const step = (state: ModemState, event: ModemEvent, context: MachineContext): Step => {
  switch (event.kind) {
    case 'lost':
      if (state.kind === 'absent') return [state, []];
      return absent(event.reason, failuresOf(state) + 1, context, true);
    case 'unfit':
      return absent(event.reason, failuresOf(state) + 1, context, true);
    case 'mute':
      return onMute(state, event.reason, context);
    case 'simAside':
      if (state.kind === 'absent') return [state, []];
      return [
        { kind: 'quarantined', reason: event.reason, until: event.until },
        [{ kind: 'wait', ms: Math.max(0, event.until - context.now) }],
      ];
    case 'waited':
      return onWaited(state, context);
    case 'trouble':
      return state.kind === 'sending' ? onTrouble(state.troubles + 1, event.reason, context) : [state, []];
    case 'unregistered':
      if (state.kind !== 'waking' && state.kind !== 'registering' && state.kind !== 'ready')
        return [state, []];
      return [registering(event.reason), [{ kind: 'wait', ms: SEARCH_MS }]];
    default:
      return onProgress(state, event, context);
  }
};

/** The events of a bring-up and of sending that goes well; each is expected in one state only. */
const onProgress = (state: ModemState, event: ModemEvent, context: MachineContext): Step => {
  switch (`${state.kind} ${event.kind}`) {
    case 'absent started':
      return [state, [{ kind: 'open' }]];
    case 'absent opened':
      return waking(failuresOf(state));
    case 'waking unlocked':
      return [registering('looking for a network'), [{ kind: 'register' }]];
    case 'registering registered':
      return [ready(0), []];
    case 'recovering resynced':
      // It may have restarted meanwhile and know nothing of what was agreed.
      return waking(failuresOf(state));
    case 'ready submitting':
      return state.kind === 'ready' ? [{ kind: 'sending', troubles: state.troubles }, []] : [state, []];
    case 'sending submitted':
      return [ready(0), []];
    default:
      break;
  }
  if (event.kind === 'openFailed' && state.kind === 'absent') {
    const step = absent(event.reason, state.failures + 1, context, false);
    if (!event.missing) return step;
    const ms = Math.min(LOOK_AGAIN_MS, backOff(state.failures + 1, context));
    return [step[0], [{ kind: 'wait', ms }]];
  }
  if (event.kind === 'locked' && state.kind === 'waking') {
    return [{ kind: 'locked', reason: event.reason }, [{ kind: 'wait', ms: LOCKED_MS }]];
  }
  return [state, []];
};

const onMute = (state: ModemState, reason: string, context: MachineContext): Step => {
  switch (state.kind) {
    case 'absent':
      return [state, []];
    case 'waking':
    case 'recovering':
      return absent(reason, state.failures + 1, context, true);
    default:
      return [{ kind: 'recovering', reason, failures: 0 }, [{ kind: 'resync' }]];
  }
};

const onWaited = (state: ModemState, context: MachineContext): Step => {
  switch (state.kind) {
    case 'absent':
      return [state, [{ kind: 'open' }]];
    case 'registering':
      return [state, [{ kind: 'register' }]];
    case 'locked':
      return waking(0);
    case 'quarantined':
      return context.now >= state.until ? waking(0) : [state, []];
    case 'ready':
      return [{ ...state, restUntil: 0, reason: undefined }, []];
    default:
      return [state, []];
  }
};

const onTrouble = (troubles: number, reason: string, context: MachineContext): Step => {
  if (troubles >= TROUBLES_TO_DOUBT)
    return [{ kind: 'recovering', reason, failures: 0 }, [{ kind: 'resync' }]];
  const ms = restMs(troubles);
  return [{ kind: 'ready', restUntil: context.now + ms, reason, troubles }, [{ kind: 'wait', ms }]];
};
