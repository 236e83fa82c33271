/** What went wrong lately, in a row; a success forgets it. */
export interface Trials {
  /** Lines that were opened for nothing: how long to wait for the next. */
  readonly openings: number;
  /** Times it didn't answer: which rung of the ladder is next. */
  readonly mutes: number;
  /** Parts refused for passing reasons since the last that went. */
  readonly troubles: number;
  /** Times that so many troubles came in a row that the modem itself was doubted. */
  readonly doubts: number;
}

/** Where a modem is on its way to sending. */
export type ModemState = { readonly trials: Trials } & (
  | /** No open line. */ { readonly kind: 'absent'; readonly reason: string }
  | /** Line open; it is being made to answer, and asked who it is. */ { readonly kind: 'waking' }
  | /** Answers, but its SIM can't be used. */ { readonly kind: 'locked'; readonly reason: string }
  | /** Waits for a network. */ { readonly kind: 'registering'; readonly reason: string }
  | /** Takes parts; not before `restUntil` after a trouble. */ {
      readonly kind: 'ready';
      readonly restUntil: number;
      readonly reason: string | undefined;
    }
  | { readonly kind: 'sending' }
  | /** Doesn't answer, or is doubted: a rung of the ladder is being tried. */ {
      readonly kind: 'recovering';
      readonly reason: string;
    }
  | /** The SIM is set aside. */ {
      readonly kind: 'quarantined';
      readonly reason: string;
      readonly until: number;
    }
);

export type ModemEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'registered' }
  | { readonly kind: 'resynced' }
  | { readonly kind: 'submitting' }
  | { readonly kind: 'submitted' }
  /** `missing`: there is no such device now; looking again costs nothing. */
  | { readonly kind: 'openFailed'; readonly reason: string; readonly missing: boolean }
  | { readonly kind: 'lost'; readonly reason: string }
  /** It doesn't answer. `reset`: nothing less than a restart helps this family then. */
  | { readonly kind: 'mute'; readonly reason: string; readonly reset?: boolean }
  /** The line answers, and can't be used: another modem than was asked for, or what we need failed. */
  | { readonly kind: 'unfit'; readonly reason: string }
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'unregistered'; readonly reason: string }
  | { readonly kind: 'trouble'; readonly reason: string }
  | { readonly kind: 'simAside'; readonly reason: string; readonly until: number }
  /** It began anew by itself, and knows nothing of what was agreed. */
  | { readonly kind: 'restarted' }
  /** It was told to begin anew, or its power was cut: it is back in about `ms`. */
  | { readonly kind: 'restarting'; readonly ms: number }
  /** An operator set right what kept the SIM from being used, or says so. */
  | { readonly kind: 'again' }
  /** The wait that was asked for is over. */
  | { readonly kind: 'waited' };

export type ModemEffect =
  | { readonly kind: 'open' | 'close' }
  /** Wake, identify, unlock. */
  | { readonly kind: 'wake' }
  /** Look at the registration; when it is usable, set messages up. */
  | { readonly kind: 'register' }
  /** The rungs of the ladder: ESC and AT; AT+CFUN=1,1; the operator's power hook. */
  | { readonly kind: 'resync' | 'reset' | 'power' }
  /** Post `waited` then, unless another wait is asked for before. */
  | { readonly kind: 'wait'; readonly ms: number };

export interface MachineContext {
  readonly now: number;
  /** 0 to 1, for the jitter: modems that a power cut took together don't come back together. */
  readonly random: number;
  readonly reconnect: { readonly min: number; readonly max: number };
  /** There is a power hook. */
  readonly canPower: boolean;
}
