/** Constants of SMPP 3.4 issue 1.2 that the simulated carrier uses; section numbers below are of that document. */

/** Values of command_id (5.1.2.1). */
export const Command = {
  bindReceiver: 0x01,
  bindTransmitter: 0x02,
  querySm: 0x03,
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
  dataSm: 0x103,
  genericNack: 0x80000000,
} as const;

/** Set in the command_id of every response. */
export const RESPONSE = 0x80000000;

/** Values of command_status (5.1.3). */
export const Status = {
  ok: 0x00,
  invalidMessageLength: 0x01,
  invalidCommandLength: 0x02,
  invalidCommandId: 0x03,
  wrongBindState: 0x04,
  alreadyBound: 0x05,
  invalidPriority: 0x06,
  invalidRegisteredDelivery: 0x07,
  systemError: 0x08,
  invalidSource: 0x0a,
  invalidDestination: 0x0b,
  invalidPassword: 0x0e,
  invalidSystemId: 0x0f,
  queueFull: 0x14,
  invalidServiceType: 0x15,
  submitFailed: 0x45,
  invalidEsmClass: 0x43,
  invalidSourceTon: 0x48,
  invalidDestinationTon: 0x50,
  invalidSystemType: 0x53,
  invalidReplaceFlag: 0x54,
  throttled: 0x58,
  invalidSchedule: 0x61,
  invalidExpiry: 0x62,
  queryFailed: 0x67,
  invalidTlvStream: 0xc0,
  invalidTlvLength: 0xc2,
  invalidTlvValue: 0xc4,
} as const;

/** Tags of optional parameters (5.3.1). */
export const Tag = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarPart: 0x020f,
  scInterfaceVersion: 0x0210,
  networkErrorCode: 0x0423,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

/** Bits of esm_class (5.2.12). */
export const EsmClass = { messageType: 0x3c, receipt: 0x04, intermediate: 0x20, udhi: 0x40 } as const;

/** Values of message_state (5.2.28), with the word for each in a receipt's text (appendix B). */
export const MessageState = {
  enroute: { code: 1, stat: 'ENROUTE' },
  delivered: { code: 2, stat: 'DELIVRD' },
  undeliverable: { code: 5, stat: 'UNDELIV' },
  accepted: { code: 6, stat: 'ACCEPTD' },
} as const;

export type MessageState = (typeof MessageState)[keyof typeof MessageState];

/** An address with its type of number and numbering plan (5.2.5 to 5.2.9). */
export interface Address {
  readonly ton: number;
  readonly npi: number;
  readonly text: string;
}

/** Types of number (5.2.5). */
export const Ton = { unknown: 0, international: 1, alphanumeric: 5 } as const;

export const HEADER_LENGTH = 16;
