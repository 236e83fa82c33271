import type { RadioTechnology } from './registration.ts';

/** How a message fared on one technology. */
export interface TechnologyCheck {
  /** Undefined if the modem tells none and can't be limited to one. */
  readonly technology: RadioTechnology | undefined;
  readonly result:
    | /** A status report, or the message itself, came back. */ 'works'
    | /** The network took the message, and nothing came back in time. */ 'accepted'
    | 'refused'
    | 'noNetwork'
    | /** The modem has no such technology. */ 'notOffered';
  /** In words, unless it works. */
  readonly reason: string | undefined;
  /** The time from handing the message over to its proof, in ms. */
  readonly tookMs: number | undefined;
}

/** A check of the radio: one message on each technology that the modem offers. Times are ms since the epoch. */
export interface RadioCheck {
  readonly state: 'running' | 'finished' | 'failed';
  readonly to: string;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly technologies: readonly TechnologyCheck[];
  /** What an operator should know: that only old networks work, and when these are switched off. */
  readonly warnings: readonly string[];
  /** Why the check failed, in words. */
  readonly reason: string | undefined;
}

export type RadioCheckStart =
  /** `done` never rejects. */
  | { readonly kind: 'started'; readonly done: Promise<RadioCheck> }
  | { readonly kind: 'notNow'; readonly reason: string }
  /** No number was given, and the SIM doesn't know its own. */
  | { readonly kind: 'noNumber' };
