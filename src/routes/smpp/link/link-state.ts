import type { BackOff } from './back-off.ts';

/** Times in milliseconds. */
export interface LinkRules {
  /** For the connection, and again for the answer to the bind. */
  readonly bindMs: number;
  /** Without a PDU from the carrier for so long, ask whether it is there. */
  readonly enquireMs: number;
  /** For the answer to enquire_link and unbind. */
  readonly answerMs: number;
  readonly backOff: BackOff;
  /** 0 to 1 (excluded). */
  readonly random: () => number;
}

interface Enquiry {
  readonly deadline: number;
  /** The link is probably dead, since a submit went unanswered in silence: nothing more is to go out by it. */
  readonly suspect: boolean;
}

/**
 * The life of one link to the carrier. Sockets are numbered by `generation`; what an older one still says is
 * ignored, so that two can't be mixed up after a reconnect.
 */
export type LinkState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'waiting';
      readonly generation: number;
      readonly until: number;
      readonly failures: number;
      readonly reason: string;
    }
  | {
      readonly phase: 'connecting' | 'binding';
      readonly generation: number;
      readonly deadline: number;
      readonly failures: number;
      readonly reason: string;
    }
  | {
      readonly phase: 'bound';
      readonly generation: number;
      readonly since: number;
      readonly failures: number;
      /** While our enquire_link has no answer. */
      readonly enquiry: Enquiry | undefined;
    }
  | {
      /** The carrier ended the session: no more submits, but it may still answer some. */
      readonly phase: 'dismissed';
      readonly generation: number;
      readonly deadline: number;
      readonly failures: number;
      readonly reason: string;
    }
  | {
      /** We unbound, for good. */
      readonly phase: 'retiring';
      readonly generation: number;
      readonly deadline: number;
    }
  | { readonly phase: 'stopped' };

export type LinkEvent =
  | { readonly type: 'start' }
  | { readonly type: 'connected'; readonly generation: number }
  | { readonly type: 'bindAnswer'; readonly generation: number; readonly status: number }
  /** Any PDU: the carrier is there. */
  | { readonly type: 'heard'; readonly generation: number }
  /** An answer is overdue, and nothing at all was heard since the question was written. */
  | { readonly type: 'silent'; readonly generation: number }
  /** The carrier takes no more on this session: it asked to unbind, or forgot the bind. */
  | {
      readonly type: 'dismissed';
      readonly generation: number;
      readonly inFlight: number;
      readonly reason: string;
    }
  /** Nothing is in flight any more. */
  | { readonly type: 'drained'; readonly generation: number }
  | { readonly type: 'unbindAnswer'; readonly generation: number }
  /** The carrier broke the protocol so that the link can't go on. */
  | { readonly type: 'broken'; readonly generation: number; readonly reason: string }
  | { readonly type: 'closed'; readonly generation: number; readonly reason: string }
  | { readonly type: 'tick'; readonly heardAt: number }
  /** Unbind and never come back. */
  | { readonly type: 'retire' }
  | { readonly type: 'abort' };

/** `close`: the socket's end; what is in flight is settled. */
export type LinkEffect = 'dial' | 'bind' | 'enquire' | 'unbind' | 'close';

export interface LinkStep {
  readonly state: LinkState;
  readonly effects: readonly LinkEffect[];
}
