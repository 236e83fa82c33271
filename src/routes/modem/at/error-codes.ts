/** Whom an error of AT+CMGS blames. This decides what becomes of the message, the SIM and the modem. */
export type Blame =
  /** The recipient's number. */
  | 'number'
  /** The PDU that the gateway wrote. */
  | 'text'
  /** The number, the contract or the network: the code alone doesn't tell which. */
  | 'unclear'
  /** Nobody: the network already has the message. */
  | 'duplicate'
  /** The SIM or its contract: the SIM is quarantined, and another route may carry the message. */
  | 'sim'
  /** The address of the service centre, which is missing or wrong. */
  | 'serviceCentre'
  /** The network, for a while: the message is tried again later, or by another route. */
  | 'network'
  /** The modem itself; treated like `network`. */
  | 'modem'
  /** The modem's or the SIM's memory, which is full. */
  | 'memory';

/** The first and the last code, whom they blame, and the error in words for an operator. */
export type ErrorRow = readonly [first: number, last: number, blame: Blame, words: string];

const one = (code: number, blame: Blame, words: string): ErrorRow => [code, code, blame, words];

/**
 * The codes of +CMS ERROR, all from 0 to 511. RP-Cause (0 to 127: TS 24.011 table 8.4, annex E.2), TP-FCS (128 to 255:
 * TS 23.040 9.2.3.22) and ME errors (from 300: TS 27.005 3.2.5) share one number space. TS 24.011 8.2.5.4 has a
 * reserved cause treated as a temporary failure.
 */
export const CMS_ERRORS: readonly ErrorRow[] = [
  [0, 0, 'network', 'reserved cause'],
  one(1, 'number', 'unassigned number'),
  [2, 7, 'network', 'reserved cause'],
  one(8, 'sim', 'barred by the operator'),
  one(9, 'network', 'reserved cause'),
  one(10, 'sim', 'call barred'),
  [11, 16, 'network', 'reserved cause'],
  one(17, 'network', 'network failure'),
  [18, 20, 'network', 'reserved cause'],
  one(21, 'unclear', 'short message transfer rejected'),
  one(22, 'network', 'memory capacity exceeded'),
  [23, 26, 'network', 'reserved cause'],
  one(27, 'network', 'destination out of order'),
  // Networks also say 28 and 30 of the sender's own SIM, which they don't know any more.
  one(28, 'number', 'unidentified subscriber'),
  one(29, 'sim', 'facility rejected'),
  one(30, 'number', 'unknown subscriber'),
  [31, 37, 'network', 'reserved cause'],
  one(38, 'network', 'network out of order'),
  [39, 40, 'network', 'reserved cause'],
  one(41, 'network', 'temporary failure'),
  one(42, 'network', 'congestion'),
  [43, 46, 'network', 'reserved cause'],
  one(47, 'network', 'resources unavailable'),
  [48, 49, 'network', 'reserved cause'],
  one(50, 'sim', 'facility not subscribed'),
  [51, 68, 'network', 'reserved cause'],
  one(69, 'sim', 'facility not implemented'),
  [70, 80, 'network', 'reserved cause'],
  // The modem and the network disagree about which transfer is under way.
  one(81, 'modem', 'invalid short message transfer reference'),
  [82, 94, 'network', 'reserved cause'],
  one(95, 'text', 'invalid message'),
  one(96, 'text', 'mandatory information missing'),
  one(97, 'text', 'message type not supported'),
  one(98, 'text', 'message not compatible with the state'),
  one(99, 'text', 'information element not supported'),
  [100, 110, 'network', 'reserved cause'],
  one(111, 'text', 'protocol error'),
  [112, 126, 'network', 'reserved cause'],
  one(127, 'unclear', 'interworking error'),
  one(128, 'text', 'telematic interworking not supported'),
  one(129, 'text', 'short message type 0 not supported'),
  one(130, 'text', 'short message cannot be replaced'),
  [131, 143, 'text', 'error in TP-PID'],
  one(144, 'text', 'alphabet not supported'),
  one(145, 'text', 'message class not supported'),
  [146, 159, 'text', 'error in TP-DCS'],
  one(160, 'text', 'command cannot be carried out'),
  one(161, 'text', 'command not supported'),
  [162, 175, 'text', 'error in the command'],
  one(176, 'text', 'TPDU not supported'),
  [177, 191, 'network', 'reserved cause'],
  one(192, 'network', 'service centre busy'),
  one(193, 'sim', 'no subscription at the service centre'),
  one(194, 'network', 'service centre system failure'),
  one(195, 'number', 'invalid address'),
  one(196, 'number', 'destination barred'),
  one(197, 'duplicate', 'duplicate rejected'),
  one(198, 'text', 'format of the validity period not supported'),
  one(199, 'text', 'validity period not supported'),
  [200, 207, 'network', 'reserved cause'],
  one(208, 'memory', 'SIM memory full'),
  one(209, 'modem', 'no message memory in the SIM'),
  one(210, 'modem', 'error in the modem'),
  one(211, 'memory', 'memory capacity exceeded'),
  one(212, 'modem', 'SIM toolkit busy'),
  one(213, 'modem', 'SIM data download error'),
  [214, 223, 'network', 'reserved cause'],
  [224, 254, 'network', 'error of the service centre’s own'],
  one(255, 'network', 'unspecified error'),
  [256, 299, 'network', 'reserved code'],
  one(300, 'modem', 'modem failure'),
  one(301, 'modem', 'message service reserved'),
  one(302, 'modem', 'operation not allowed'),
  one(303, 'modem', 'operation not supported'),
  one(304, 'text', 'invalid PDU'),
  one(305, 'text', 'invalid text parameter'),
  [306, 309, 'modem', 'reserved code'],
  one(310, 'sim', 'SIM not inserted'),
  one(311, 'sim', 'SIM PIN required'),
  one(312, 'sim', 'phone SIM PIN required'),
  one(313, 'sim', 'SIM failure'),
  one(314, 'modem', 'SIM busy'),
  one(315, 'sim', 'SIM wrong'),
  one(316, 'sim', 'SIM PUK required'),
  one(317, 'sim', 'SIM PIN2 required'),
  one(318, 'sim', 'SIM PUK2 required'),
  one(319, 'modem', 'reserved code'),
  one(320, 'memory', 'memory failure'),
  one(321, 'modem', 'invalid memory index'),
  one(322, 'memory', 'memory full'),
  [323, 329, 'modem', 'reserved code'],
  one(330, 'serviceCentre', 'service centre address unknown'),
  one(331, 'network', 'no network service'),
  one(332, 'network', 'network time-out'),
  [333, 339, 'modem', 'reserved code'],
  one(340, 'modem', 'no acknowledgement expected'),
  [341, 499, 'modem', 'reserved code'],
  one(500, 'modem', 'unknown error'),
  [501, 511, 'modem', 'reserved code'],
];

/** The codes of +CME ERROR that can end AT+CMGS, from 0 to 511 (TS 27.007 9.2). */
export const CME_ERRORS: readonly ErrorRow[] = [
  one(0, 'modem', 'modem failure'),
  one(1, 'modem', 'no connection to the phone'),
  one(2, 'modem', 'phone adaptor link reserved'),
  one(3, 'modem', 'operation not allowed'),
  one(4, 'modem', 'operation not supported'),
  one(5, 'sim', 'phone SIM PIN required'),
  one(6, 'sim', 'first phone SIM PIN required'),
  one(7, 'sim', 'first phone SIM PUK required'),
  [8, 9, 'modem', 'reserved code'],
  one(10, 'sim', 'SIM not inserted'),
  one(11, 'sim', 'SIM PIN required'),
  one(12, 'sim', 'SIM PUK required'),
  one(13, 'sim', 'SIM failure'),
  one(14, 'modem', 'SIM busy'),
  one(15, 'sim', 'SIM wrong'),
  one(16, 'sim', 'incorrect password'),
  one(17, 'sim', 'SIM PIN2 required'),
  one(18, 'sim', 'SIM PUK2 required'),
  one(19, 'modem', 'reserved code'),
  one(20, 'memory', 'memory full'),
  one(21, 'modem', 'invalid index'),
  one(22, 'modem', 'not found'),
  one(23, 'memory', 'memory failure'),
  one(24, 'text', 'text string too long'),
  one(25, 'text', 'invalid characters in the text string'),
  one(26, 'number', 'dial string too long'),
  one(27, 'number', 'invalid characters in the dial string'),
  [28, 29, 'modem', 'reserved code'],
  one(30, 'network', 'no network service'),
  one(31, 'network', 'network time-out'),
  one(32, 'network', 'emergency calls only'),
  [33, 39, 'modem', 'reserved code'],
  [40, 47, 'sim', 'the modem is locked to another network or company'],
  one(48, 'sim', 'hidden key required'),
  one(49, 'modem', 'authentication method not supported'),
  one(50, 'text', 'incorrect parameters'),
  one(51, 'modem', 'command disabled'),
  one(52, 'modem', 'command aborted by the user'),
  one(53, 'network', 'not attached'),
  one(54, 'modem', 'the modem is restricted'),
  one(55, 'modem', 'operation not allowed in this state'),
  one(56, 'unclear', 'fixed dial numbers only'),
  one(57, 'modem', 'temporarily out of service'),
  one(58, 'text', 'language or alphabet not supported'),
  one(59, 'text', 'unexpected value'),
  one(60, 'modem', 'system failure'),
  one(61, 'text', 'data missing'),
  one(62, 'sim', 'call barred'),
  [63, 99, 'modem', 'reserved code'],
  one(100, 'modem', 'unknown error'),
  [101, 102, 'network', 'reserved cause'],
  one(103, 'sim', 'illegal subscriber'),
  [104, 105, 'network', 'reserved cause'],
  one(106, 'modem', 'illegal modem'),
  one(107, 'network', 'packet service not allowed'),
  [108, 110, 'network', 'reserved cause'],
  one(111, 'network', 'network not allowed'),
  one(112, 'network', 'location area not allowed'),
  one(113, 'network', 'roaming not allowed here'),
  [114, 131, 'network', 'reserved cause'],
  one(132, 'network', 'service option not supported'),
  one(133, 'sim', 'service option not subscribed'),
  one(134, 'network', 'service option out of order for a while'),
  [135, 255, 'network', 'error of the packet service'],
  [256, 511, 'modem', 'error of the manufacturer’s own'],
];

/** From this code on, both kinds of errors belong to the manufacturers. */
export const FIRST_OWN = 512;
