import type { LimitFigures } from './named-limits.ts';

/** Faults that a carrier can be told to have; each was seen in the field. */
export interface Misbehaviour {
  /** A hidden limit in parts per second, above which submits get ESME_RTHROTTLED. */
  throttleAbove: number | undefined;
  /** A hidden limit in parts per second, above which submits get ESME_RMSGQFUL. */
  queueFullAbove: number | undefined;
  /** Hidden limits, by their names. */
  limits: readonly LimitFigures[];
  /** The receipt is sent at least 10 ms before the submit_sm_resp. */
  receiptBeforeResponse: boolean;
  /** Share, 0 to 1, of submits that are accepted and delivered with a receipt, but never answered. */
  noAnswer: number;
  /** Share, 0 to 1, of submits that are neither answered nor delivered. */
  swallow: number;
  /** Time added to the latency of each submit_sm_resp, in ms. */
  slowMs: number;
  /** Receipts have ids that no submit_sm_resp gave. */
  wrongIds: boolean;
  /** The command_status that answers each submit. */
  refuse: number | undefined;
  /** Numbers, with or without a plus, whose submits get ESME_RINVDSTADR. */
  refuseNumbers: ReadonlySet<string>;
  /** Numbers whose messages are accepted and then get a receipt with UNDELIV. */
  undeliverable: ReadonlySet<string>;
  receiptTwice: boolean;
  noReceipt: boolean;
  /** A receipt with ENROUTE or ACCEPTD, in turn, comes before the final one. */
  intermediateFirst: boolean;
  /** The command_status that answers each bind. */
  bindStatus: number | undefined;
  silentBind: boolean;
  silentEnquireLink: boolean;
  /** Share, 0 to 1, of the carrier's PDUs that are followed by a malformed PDU of the right length. */
  malformed: number;
  /**
   * Share, 0 to 1, of the carrier's PDUs that are followed by a command_length that no PDU can have, so that nothing
   * after it can be read.
   */
  badLength: number;
  /** All sockets are dropped every so many milliseconds. */
  dropEvery: number | undefined;
  /** The link that brings the N-th submit from now is dropped after that submit was accepted, before it is answered. */
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

/** Applies `change` to `current`; numbers lose their plus sign, as SMPP has none. */
export const changed = (current: Readonly<Misbehaviour>, change: Partial<Misbehaviour>): Misbehaviour => {
  const next = { ...current, ...change };
  next.refuseNumbers = withoutPlus(next.refuseNumbers);
  next.undeliverable = withoutPlus(next.undeliverable);
  return next;
};
