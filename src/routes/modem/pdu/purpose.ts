import { alphabetOf, utf8In } from './user-data.ts';

// TP-PID values of messages that are not for people (TS 23.040 9.2.3.9).
const TYPE_0 = 0x40;
const FOR_DEVICES: ReadonlySet<number> = new Set([0x7c, 0x7d, 0x7e, 0x7f]);
const RETURN_CALL = 0x5f;

// Information elements of the user data header (TS 23.040 9.2.3.24).
const WAITING_MESSAGES = 0x01;
const PORTS_8 = 0x04;
const PORTS_16 = 0x05;
const SIM_TOOLKIT_FIRST = 0x70;
const SIM_TOOLKIT_LAST = 0x7f;

/** The ports of WAP pushes, plain and secure (WAP-259-WDP, appendix B). */
const WAP_PUSH: ReadonlySet<number> = new Set([2948, 2949]);

/** What of an SMS-DELIVER says whether it is for people. */
export interface Purpose {
  /** TP-PID and TP-DCS. */
  readonly protocol: number;
  readonly dcs: number;
  /** The user data header with its length octet; empty if there is none. */
  readonly header: Uint8Array;
  /** The user data after the header. */
  readonly body: Uint8Array;
  readonly text: string;
  readonly hasSender: boolean;
}

/**
 * Why a message is not for people, or can't be read by them, in words for an operator; undefined if it belongs into the
 * inbox.
 */
export const asideReason = (message: Purpose): string | undefined => {
  const { protocol, dcs, body, text, hasSender } = message;
  if (protocol === TYPE_0) return 'a message of type 0, which phones only acknowledge';
  if (FOR_DEVICES.has(protocol)) return 'data for the modem or its SIM';
  const elements = elementsOf(message.header);
  const addressed = addressedTo(elements);
  if (addressed !== undefined) return addressed;
  // Groups 1100 to 1110 are notices of waiting messages (TS 23.038 4).
  const isNotice = dcs >> 4 >= 0b1100 && dcs >> 4 <= 0b1110;
  if (isNotice || elements.has(WAITING_MESSAGES) || (protocol === RETURN_CALL && text === '')) {
    return 'a notice of the network that messages or calls wait (voicemail)';
  }
  if (isCompressed(dcs)) return 'compressed text, which cannot be read';
  if (alphabetOf(dcs) === 'octets' && !isReadable(body)) return 'binary data';
  return text === '' && !hasSender ? 'an empty message without a sender' : undefined;
};

const isCompressed = (dcs: number): boolean => dcs >> 4 <= 0b0111 && (dcs & 0x20) !== 0;

/** Whether octets are text after all: printable, in UTF-8 or ASCII. */
const isReadable = (octets: Uint8Array): boolean => {
  const text = utf8In(octets);
  return text !== undefined && !/[^\P{C}\r\n\t]/u.test(text);
};

const addressedTo = (elements: ReadonlyMap<number, Uint8Array>): string | undefined => {
  const wide = elements.get(PORTS_16);
  const port = wide === undefined ? elements.get(PORTS_8)?.[0] : ((wide[0] ?? 0) << 8) | (wide[1] ?? 0);
  if (port !== undefined && WAP_PUSH.has(port)) return `a WAP push, for the phone itself (port ${port})`;
  if (port !== undefined) return `data for an application (port ${port})`;
  for (const identifier of elements.keys()) {
    if (identifier >= SIM_TOOLKIT_FIRST && identifier <= SIM_TOOLKIT_LAST) return 'data for the SIM';
  }
  return undefined;
};

/** The information elements of a header by their identifiers. A header whose elements don't fill it has none. */
const elementsOf = (header: Uint8Array): ReadonlyMap<number, Uint8Array> => {
  const elements = new Map<number, Uint8Array>();
  let at = 1;
  while (at + 1 < header.length) {
    const next = at + 2 + (header[at + 1] ?? 0);
    elements.set(header[at] ?? 0, header.subarray(at + 2, next));
    at = next;
  }
  return at === header.length ? elements : new Map();
};
