/** Counts of recent failures in a row; a success resets them. */
export interface Trials {
  /** The number of times that opening the serial line failed. The pause before the next try depends on it. */
  readonly openings: number;
  /** The number of times that the modem didn't answer. The next recovery step depends on it. */
  readonly mutes: number;
  /** The number of parts that failed with a temporary error since a part was last sent. */
  readonly troubles: number;
  /** The number of times that the modem itself was suspected, after several temporary errors in a row. */
  readonly doubts: number;
}

export type ModemState = { readonly trials: Trials } & (
  | /** The serial line isn't open. */ { readonly kind: 'absent'; readonly reason: string }
  | /** The serial line is open; the modem is made to answer, and asked for its identity. */ {
      readonly kind: 'waking';
    }
  | /** The modem answers, but its SIM can't be used. */ { readonly kind: 'locked'; readonly reason: string }
  | /** The modem waits for a network. */ { readonly kind: 'registering'; readonly reason: string }
  | /** The modem takes parts; after a temporary error not before `restUntil` (by the clock's elapsed time). */ {
      readonly kind: 'ready';
      readonly restUntil: number;
      readonly reason: string | undefined;
    }
  | { readonly kind: 'sending' }
  | /** The modem doesn't answer, or is suspected after temporary errors: a recovery step is being tried. */ {
      readonly kind: 'recovering';
      readonly reason: string;
    }
  | /** The SIM is quarantined until `until` (ms since the epoch). */ {
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
  /** The port can't be opened. `missing`: the device doesn't exist now, so a new try may follow soon. */
  | { readonly kind: 'openFailed'; readonly reason: string; readonly missing: boolean }
  | { readonly kind: 'lost'; readonly reason: string }
  /** The modem doesn't answer. `reset`: in this family of modems only a restart helps then. */
  | { readonly kind: 'mute'; readonly reason: string; readonly reset?: boolean }
  /** The modem answers but can't be used: it has another IMEI, or a needed command failed. */
  | { readonly kind: 'unfit'; readonly reason: string }
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'unregistered'; readonly reason: string }
  | { readonly kind: 'trouble'; readonly reason: string }
  /** The modem answers, and refuses every message, as only a restart may change. */
  | { readonly kind: 'sick'; readonly reason: string }
  | { readonly kind: 'simAside'; readonly reason: string; readonly until: number }
  /** The modem restarted by itself and lost its settings. */
  | { readonly kind: 'restarted' }
  /** A setting was changed that takes effect only after a restart. */
  | { readonly kind: 'restartWanted'; readonly reason: string }
  /** The modem is restarting, by command or by a power cut; it is back in about `ms`. */
  | { readonly kind: 'restarting'; readonly ms: number }
  /** An operator cleared the SIM's PIN latch or ended its quarantine. */
  | { readonly kind: 'again' }
  /** The time of the last `wait` effect is over. */
  | { readonly kind: 'waited' };

export type ModemEffect =
  | { readonly kind: 'open' | 'close' }
  /** Make the modem answer, identify it, and unlock the SIM. */
  | { readonly kind: 'wake' }
  /** Check the registration; once there is a network, set up messages. */
  | { readonly kind: 'register' }
  /** The recovery steps: ESC and AT; AT+CFUN=1,1; the operator's power hook. */
  | { readonly kind: 'resync' | 'reset' | 'power' }
  /** Post `waited` after this time, unless another `wait` replaces it. */
  | { readonly kind: 'wait'; readonly ms: number };

export interface MachineContext {
  /** ms since the epoch. */
  readonly now: number;
  /** By the clock's elapsed time. */
  readonly elapsed: number;
  /** A random number from 0 to 1, so that modems that lost power together aren't all opened at the same moment. */
  readonly random: number;
  readonly reconnect: { readonly min: number; readonly max: number };
  /** Whether a power hook is configured. */
  readonly canPower: boolean;
}
