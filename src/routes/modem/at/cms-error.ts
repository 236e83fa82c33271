import type { AtError } from './at-answer.ts';

/** The cause of an error of AT+CMGS, which decides what becomes of the message, the SIM and the modem. */
export type SubmitErrorClass =
  /** The recipient's number is wrong: the message fails, and the modem has no part in it. */
  | 'number'
  /** The PDU is wrong: the message fails, and the gateway has a bug. */
  | 'message'
  /** The network already has the message. */
  | 'duplicate'
  /** The SIM or its subscription refuses: the SIM is quarantined, and another route may carry the message. */
  | 'sim'
  /** The service centre's address is missing or wrong. */
  | 'serviceCentre'
  /** A temporary error: the message is tried again later, or by another route. */
  | 'transient'
  /**
   * The cause may be the number, the network or the SIM's subscription: the message is tried once more, by another
   * route if there is one.
   */
  | 'ambiguous'
  /** The modem's memory is full. */
  | 'storage';

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

// RP-Cause, TP-FCS and ME errors share one number space: TS 27.005 3.2.5, TS 24.011 annex E.2, TS 23.040 9.2.3.22. A
// later row wins over an earlier one: 314 (SIM busy) lies within the range of the SIM's errors.
const CLASSES: ReadonlyMap<number, SubmitErrorClass> = new Map(
  (
    [
      ['number', [1, 28, 30, 195, 196]],
      ['message', [...range(95, 99), 111, ...range(128, 159), 176, 304, 305]],
      ['duplicate', [197]],
      ['sim', [8, 10, 29, 50, 69, 193, ...range(310, 318)]],
      ['serviceCentre', [330]],
      ['transient', [17, 22, 27, 38, 41, 42, 47, 192, 194, 314, 331, 332, 500]],
      ['ambiguous', [21, 127]],
      ['storage', [208, 211, 320, 322]],
    ] as const
  ).flatMap(([kind, codes]) => codes.map((code): [number, SubmitErrorClass] => [code, kind])),
);

// TS 27.007 9.2.1: the errors of PIN, SIM and PH-SIM. 14 (SIM busy) is left out, since it is temporary.
const CME_SIM: ReadonlySet<number> = new Set([5, 6, 7, 10, 11, 12, 13, 15, 16, 17, 18]);
const CME_STORAGE: ReadonlySet<number> = new Set([20, 23]);

/**
 * Classifies an error that ended AT+CMGS. An unknown code counts as transient; 512 and above belong to the
 * manufacturers.
 */
export const classifySubmitError = (error: AtError): SubmitErrorClass => {
  if (error.kind === 'cms') return CLASSES.get(error.code) ?? 'transient';
  if (error.kind === 'cme') {
    if (CME_SIM.has(error.code)) return 'sim';
    return CME_STORAGE.has(error.code) ? 'storage' : 'transient';
  }
  return 'transient';
};

/** Whether the error asks for a slower pace: 42 is congestion of the network, not a fault. */
export const saysSlower = (error: AtError): boolean => error.kind === 'cms' && error.code === 42;

const WORDS: ReadonlyMap<number, string> = new Map([
  [1, 'unassigned number'],
  [8, 'barred by the operator'],
  [10, 'call barred'],
  [17, 'network failure'],
  [21, 'short message transfer rejected'],
  [22, 'memory capacity exceeded'],
  [27, 'destination out of order'],
  [28, 'unidentified subscriber'],
  [29, 'facility rejected'],
  [30, 'unknown subscriber'],
  [38, 'network out of order'],
  [41, 'temporary failure'],
  [42, 'congestion'],
  [47, 'resources unavailable'],
  [50, 'facility not subscribed'],
  [69, 'facility not implemented'],
  [95, 'invalid message'],
  [96, 'mandatory information missing'],
  [97, 'message type not supported'],
  [98, 'message not compatible with the state'],
  [99, 'information element not supported'],
  [111, 'protocol error'],
  [127, 'interworking error'],
  [176, 'TPDU not supported'],
  [192, 'service centre busy'],
  [193, 'no subscription at the service centre'],
  [194, 'service centre system failure'],
  [195, 'invalid address'],
  [196, 'destination barred'],
  [197, 'duplicate rejected'],
  [208, 'SIM memory full'],
  [211, 'memory capacity exceeded'],
  [304, 'invalid PDU'],
  [305, 'invalid text parameter'],
  [310, 'SIM not inserted'],
  [311, 'SIM PIN required'],
  [312, 'phone SIM PIN required'],
  [313, 'SIM failure'],
  [314, 'SIM busy'],
  [315, 'SIM wrong'],
  [316, 'SIM PUK required'],
  [317, 'SIM PIN2 required'],
  [318, 'SIM PUK2 required'],
  [320, 'memory failure'],
  [322, 'memory full'],
  [330, 'service centre address unknown'],
  [331, 'no network service'],
  [332, 'network time-out'],
  [500, 'unknown error'],
]);

/** The error in words for an operator. */
export const errorWords = (error: AtError): string => {
  const words = error.kind === 'cms' ? WORDS.get(error.code) : undefined;
  return words === undefined ? error.line : `${words} (${error.line})`;
};
