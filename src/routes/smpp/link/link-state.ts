import type { BackOff } from './back-off.ts';

/** Time-outs of a link, in milliseconds. */
export interface LinkRules {
  /** The longest wait for the connection; the wait for the answer to the bind has the same limit. */
  readonly bindMs: number;
  /** Silence of the carrier after which an enquire_link is sent. */
  readonly enquireMs: number;
  /** The longest wait for the answer to enquire_link or unbind. */
  readonly answerMs: number;
  readonly backOff: BackOff;
  /** Gives a random number from 0 to 1 (excluded), so that not all links are dialled again at the same moment. */
  readonly random: () => number;
}

interface Enquiry {
  readonly deadline: number;
  /**
   * Whether the link is probably dead: a submit went unanswered, and no other PDU came either. Such a link gets no more
   * submits.
   */
  readonly suspect: boolean;
}

/**
 * The life of one link to the carrier. Each socket has a number, its `generation`. An event from an older socket is
 * ignored, since it says nothing about the present socket.
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
      /** Set while the gateway's enquire_link waits for its answer. */
      readonly enquiry: Enquiry | undefined;
    }
  | {
      /**
       * The carrier ended the session. The gateway sends no more submits in it, but waits for the answers to those in
       * flight.
       */
      readonly phase: 'dismissed';
      readonly generation: number;
      readonly deadline: number;
      readonly failures: number;
      readonly reason: string;
    }
  | {
      /** The gateway has sent unbind and won't dial again. */
      readonly phase: 'retiring';
      readonly generation: number;
      readonly deadline: number;
    }
  | { readonly phase: 'stopped' };

export type LinkEvent =
  | { readonly type: 'start' }
  | { readonly type: 'connected'; readonly generation: number }
  | { readonly type: 'bindAnswer'; readonly generation: number; readonly status: number }
  /** Any PDU came: the carrier is alive. */
  | { readonly type: 'heard'; readonly generation: number }
  /** A response is overdue, and no PDU at all has come since the request was written. */
  | { readonly type: 'silent'; readonly generation: number }
  /** The carrier takes no more submits on this session: it sent unbind, or answered ESME_RINVBNDSTS. */
  | {
      readonly type: 'dismissed';
      readonly generation: number;
      readonly inFlight: number;
      readonly reason: string;
    }
  /** Every submit of this session has its answer. */
  | { readonly type: 'drained'; readonly generation: number }
  | { readonly type: 'unbindAnswer'; readonly generation: number }
  /** The carrier broke the protocol in a way that makes the link unusable. */
  | { readonly type: 'broken'; readonly generation: number; readonly reason: string }
  | { readonly type: 'closed'; readonly generation: number; readonly reason: string }
  | { readonly type: 'tick'; readonly heardAt: number }
  /** Unbind, and don't dial again. */
  | { readonly type: 'retire' }
  | { readonly type: 'abort' };

/** `close` ends the socket, and settles the parts in flight as uncertain. */
export type LinkEffect = 'dial' | 'bind' | 'enquire' | 'unbind' | 'close';

export interface LinkStep {
  readonly state: LinkState;
  readonly effects: readonly LinkEffect[];
}
