/** SMPP 3.4, 5.1.2.1: the command ids that a client meets. */
export const Command = {
  genericNack: 0x80000000,
  bindReceiver: 0x00000001,
  bindReceiverResp: 0x80000001,
  bindTransmitter: 0x00000002,
  bindTransmitterResp: 0x80000002,
  querySm: 0x00000003,
  querySmResp: 0x80000003,
  submitSm: 0x00000004,
  submitSmResp: 0x80000004,
  deliverSm: 0x00000005,
  deliverSmResp: 0x80000005,
  unbind: 0x00000006,
  unbindResp: 0x80000006,
  bindTransceiver: 0x00000009,
  bindTransceiverResp: 0x80000009,
  outbind: 0x0000000b,
  enquireLink: 0x00000015,
  enquireLinkResp: 0x80000015,
  alertNotification: 0x00000102,
  dataSm: 0x00000103,
  dataSmResp: 0x80000103,
} as const;

/**
 * SMPP 3.4, 5.1.3: the statuses that the code refers to by name. `outcomes.ts` lists all statuses with their meanings.
 */
export const Status = {
  ok: 0x00000000,
  invalidCommandLength: 0x00000002,
  invalidCommandId: 0x00000003,
  invalidBindStatus: 0x00000004,
  alreadyBound: 0x00000005,
  bindFailed: 0x0000000d,
  invalidPassword: 0x0000000e,
  invalidSystemId: 0x0000000f,
  /** ESME_RX_T_APPN: the gateway can't take a delivery now, and the carrier should send it again later. */
  temporaryReceiverError: 0x00000064,
} as const;

/** SMPP 3.4, 5.3.2: the optional parameters that are read or written. */
export const Tag = {
  additionalStatusInfoText: 0x001d,
  receiptedMessageId: 0x001e,
  sarMsgRefNum: 0x020c,
  sarTotalSegments: 0x020e,
  sarSegmentSeqnum: 0x020f,
  networkErrorCode: 0x0423,
  messagePayload: 0x0424,
  messageState: 0x0427,
  congestionState: 0x0428,
} as const;

/** SMPP 3.4, 5.2.12: bits of esm_class. */
export const EsmClass = {
  udhIndicator: 0x40,
  typeMask: 0x3c,
  receipt: 0x04,
  intermediate: 0x20,
} as const;

export const HEADER_OCTETS = 16;

/** The command id of the response to this request (3.4, 5.1.2): the highest bit is set. */
export const responseTo = (commandId: number): number => commandId + 0x80000000;

export const isResponse = (commandId: number): boolean => commandId >= 0x80000000;

/** The greatest sequence number (3.4, 5.1.4); the next one is 1 again. */
export const MAX_SEQUENCE = 0x7fffffff;

/**
 * The longest message_id in characters; a longer id is cut. The specification allows 64 (3.4, 5.2.23), but some
 * carriers send more. Ids are cut in responses and receipts alike, so that the two still match.
 */
const MAX_MESSAGE_ID = 255;

export const boundMessageId = (id: string): string =>
  id.length <= MAX_MESSAGE_ID ? id : id.slice(0, MAX_MESSAGE_ID);
