import type { LimitFigures } from './named-limits.ts';

/** What a carrier does to its clients, each seen in the field. */
export interface Misbehaviour {
  /** A limit nobody told, in parts per second: above it ESME_RTHROTTLED. */
  throttleAbove: number | undefined;
  /** The same, with ESME_RMSGQFUL. */
  queueFullAbove: number | undefined;
  /** Limits that nobody told, by their names. */
  limits: readonly LimitFigures[];
  /** The receipt leaves at least 10 ms before the submit_sm_resp. */
  receiptBeforeResponse: boolean;
  /** Share, 0 to 1, of submits that are taken, delivered and receipted, and never answered. */
  noAnswer: number;
  /** Share of submits that are never answered, and never delivered. */
  swallow: number;
  /** Added to the latency of each answer to a submit. */
  slowMs: number;
  /** Receipts name ids that were never given. */
  wrongIds: boolean;
  /** The command_status that answers each submit. */
  refuse: number | undefined;
  /** ESME_RINVDSTADR for these, with or without a plus. */
  refuseNumbers: ReadonlySet<string>;
  /** Taken, and then receipted as UNDELIV. */
  undeliverable: ReadonlySet<string>;
  receiptTwice: boolean;
  noReceipt: boolean;
  /** An ENROUTE or ACCEPTD receipt, in turn, before the final one. */
  intermediateFirst: boolean;
  /** The command_status that answers each bind. */
  bindStatus: number | undefined;
  silentBind: boolean;
  silentEnquireLink: boolean;
  /** Share of the PDUs sent that are followed by one whose length is right and whose content isn't. */
  malformed: number;
  /** Share of the PDUs sent that are followed by a command_length that no PDU can have: nothing after it can be read. */
  badLength: number;
  /** Every so many milliseconds all sockets are dropped. */
  dropEvery: number | undefined;
  /** The link that brings the N-th submit from now is dropped, after taking it, before answering it. */
  dropAfterSubmits: number | undefined;
}

export const calm: Readonly<Misbehaviour> = {
  throttleAbove: undefined,
  queueFullAbove: undefined,
  limits: [],
  receiptBeforeResponse: false,
  noAnswer: 0,
  swallow: 0,
  slowMs: 0,
  wrongIds: false,
  refuse: undefined,
  refuseNumbers: new Set(),
  undeliverable: new Set(),
  receiptTwice: false,
  noReceipt: false,
  intermediateFirst: false,
  bindStatus: undefined,
  silentBind: false,
  silentEnquireLink: false,
  malformed: 0,
  badLength: 0,
  dropEvery: undefined,
  dropAfterSubmits: undefined,
};

const withoutPlus = (numbers: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...numbers].map((number) => number.replace(/^\+/, '')));

/** `current` changed by `change`; numbers lose their plus, as SMPP has none. */
export const changed = (current: Readonly<Misbehaviour>, change: Partial<Misbehaviour>): Misbehaviour => {
  const next = { ...current, ...change };
  next.refuseNumbers = withoutPlus(next.refuseNumbers);
  next.undeliverable = withoutPlus(next.undeliverable);
  return next;
};
