import type { MessageView, TimelineView } from '../support/http/api-client.ts';
import type { Plan, PlannedMessage } from './plan.ts';
import type { SubmitSm } from './submit-sm.ts';

/** A submit_sm in a carrier's own log. Times are milliseconds since 1970. */
export interface Submit extends SubmitSm {
  readonly at: number;
  readonly route: string;
  readonly link: number;
  /** The number that its text carries; undefined: a text that nobody asked for. */
  readonly message: number | undefined;
  /** Whether the carrier keeps it and will deliver it, whatever it answers. */
  readonly taken: boolean;
  /** The carrier's own id, if taken. Two carriers give the same ones: they are unique in one alone. */
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
  /** fin: all that the carrier had written can be read. reset: perhaps not. */
  readonly by: 'fin' | 'reset' | 'gateway';
}

export interface CarrierLog {
  readonly submits: Submit[];
  readonly receipts: Receipt[];
  readonly linkEnds: LinkEnd[];
}

/** One end of a gateway process, and when the next one served. */
export interface Stop {
  readonly at: number;
  readonly backAt: number;
  readonly how: 'SIGTERM' | 'SIGKILL';
  /** After SIGTERM. */
  readonly exitCode: number | null;
  readonly tookMs: number;
}

/** A time in which this process did nothing: what its logs have right after it may have come any time within. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

export type FinalView = MessageView & {
  readonly text: string;
  readonly validUntil: string;
  readonly createdAt: string;
  readonly timeline: readonly TimelineView[];
};

/** All that is known of one message: what was asked, what the carriers saw, what the gateway says of it in the end. */
export interface Story {
  readonly planned: PlannedMessage;
  /** When the 202 came. */
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
  /** Whose text is nobody's. */
  readonly strays: readonly Submit[];
  /** Every submit at every carrier, in the order they came. */
  readonly submits: readonly Submit[];
  readonly linkEnds: readonly LinkEnd[];
  readonly stops: readonly Stop[];
  readonly pauses: readonly Pause[];
  /** Ids that the gateway lists, each as often as it lists it. */
  readonly listed: readonly string[];
}
