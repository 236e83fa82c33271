import type { MessageView, TimelineView } from '../support/http/api-client.ts';
import type { Plan, PlannedMessage } from './plan.ts';
import type { SubmitSm } from './submit-sm.ts';

/** A submit_sm in a carrier's own log. Times are milliseconds since 1970. */
export interface Submit extends SubmitSm {
  readonly at: number;
  readonly route: string;
  readonly link: number;
  /** The number of the message in its text; undefined: a text that nobody posted. */
  readonly message: number | undefined;
  /** Whether the carrier keeps it and will deliver it, whatever it answers. */
  readonly taken: boolean;
  /** The carrier's own id, if taken: unique for one carrier only, since two carriers give the same ids. */
  readonly id: string | undefined;
  answer: { readonly at: number; readonly status: number } | undefined;
}

export interface Receipt {
  readonly at: number;
  readonly submit: Submit;
  /** As in the text of a receipt: DELIVRD, UNDELIV, ENROUTE … */
  readonly stat: string;
  /** When the gateway's deliver_sm_resp came. */
  acknowledgedAt: number | undefined;
}

export interface LinkEnd {
  readonly at: number;
  readonly route: string;
  readonly link: number;
  /** fin: the gateway can read all that the carrier had written. reset: some of it may be lost. */
  readonly by: 'fin' | 'reset' | 'gateway';
}

export interface CarrierLog {
  readonly submits: Submit[];
  readonly receipts: Receipt[];
  readonly linkEnds: LinkEnd[];
}

/** The end of one gateway process, and when the next one began to serve. */
export interface Stop {
  readonly at: number;
  readonly backAt: number;
  readonly how: 'SIGTERM' | 'SIGKILL';
  /** null after SIGKILL. */
  readonly exitCode: number | null;
  readonly tookMs: number;
}

/** A time in which the test's own process stood still: what it logged right after may have come at any time within. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

/** A time in which the gateway's machine or its network did not work, until what follows from it is over too. */
export interface Trouble {
  readonly from: number;
  readonly to: number;
  readonly of: 'disk' | 'network' | 'clock set forward' | 'clock set back';
  /** The only route that it concerns; undefined: all. */
  readonly route: string | undefined;
}

export type FinalView = MessageView & {
  readonly text: string;
  readonly validUntil: string;
  readonly createdAt: string;
  readonly timeline: readonly TimelineView[];
};

/** All that is known of one message: what was posted, what the carriers saw, what the gateway says of it at the end. */
export interface Story {
  readonly planned: PlannedMessage;
  /** When the 202 came, ms since the epoch. */
  readonly acceptedAt: number;
  readonly id: string;
  /** undefined: the gateway says that there is no such message. */
  readonly view: FinalView | undefined;
  /** In the order they came. */
  readonly submits: readonly Submit[];
  readonly receipts: readonly Receipt[];
}

export interface History {
  readonly plan: Plan;
  readonly stories: readonly Story[];
  /** Submits to a recipient of the plan whose text belongs to no message of it. */
  readonly strays: readonly Submit[];
  /** Every submit at every carrier, in the order they came. */
  readonly submits: readonly Submit[];
  readonly linkEnds: readonly LinkEnd[];
  readonly stops: readonly Stop[];
  readonly pauses: readonly Pause[];
  /** The longest time for which the gateway's machine may have been busy with something else, ms; 0 in a simulation. */
  readonly busyMs: number;
  readonly troubles: readonly Trouble[];
  /** What the gateway's clock showed at a moment of the carriers' clocks. */
  readonly shownAt: (at: number) => number;
  /** The ids that the gateway lists, in its order, repeated if it repeats them. */
  readonly listed: readonly string[];
}
