import type { FrameWriter } from './frame-writer.ts';
import type { Address, MessageState } from './protocol.ts';
import { Command, MessageState as States, Status, Tag } from './protocol.ts';
import type { Sar } from './read-submit.ts';
import { smppMinute } from './smpp-time.ts';

export type ReceiptForm = 'both' | 'text' | 'tlv';

/** A receipt, on its way to the client that sent the message. */
interface Receipt {
  readonly kind: 'receipt';
  readonly id: string;
  /** The phone's number. */
  readonly source: Address;
  readonly destination: Address;
  readonly state: MessageState;
  readonly esmClass: number;
  readonly submittedAt: number;
  readonly doneAt: number;
  readonly preview: string;
  readonly form: ReceiptForm;
}

/** One short message from a phone. */
export interface Inbound {
  readonly kind: 'inbound';
  readonly source: Address;
  readonly destination: Address;
  readonly dataCoding: number;
  readonly esmClass: number;
  /** The content, with a user data header if esm_class says so. */
  readonly octets: Uint8Array;
  readonly inPayload: boolean;
  readonly sar: Sar | undefined;
  /** Called once the client acknowledged it. */
  readonly taken: () => void;
  /** Called if the carrier closes before the client acknowledged it. */
  readonly abandoned: () => void;
}

export type Delivery = Receipt | Inbound;

/** Writes a deliver_sm (SMPP 3.4, 4.6.1). */
export const writeDelivery = (out: FrameWriter, sequence: number, delivery: Delivery): void => {
  const receipt = delivery.kind === 'receipt';
  out.begin(Command.deliverSm, Status.ok, sequence, receipt ? 512 : 512 + delivery.octets.length);
  out.u8(0); // service_type
  writeAddress(out, delivery.source);
  writeAddress(out, delivery.destination);
  out.u8(delivery.esmClass);
  out.u8(0); // protocol_id
  out.u8(0); // priority_flag
  out.u8(0); // schedule_delivery_time
  out.u8(0); // validity_period
  out.u8(0); // registered_delivery
  out.u8(0); // replace_if_present_flag
  out.u8(receipt ? 0 : delivery.dataCoding);
  out.u8(0); // sm_default_msg_id
  if (receipt) writeReceipt(out, delivery);
  else writeInbound(out, delivery);
  out.end();
};

const writeAddress = (out: FrameWriter, address: Address): void => {
  out.u8(address.ton);
  out.u8(address.npi);
  out.cString(address.text);
};

const writeReceipt = (out: FrameWriter, receipt: Receipt): void => {
  const text = receipt.form === 'tlv' ? '' : receiptText(receipt);
  out.u8(text.length);
  out.text(text);
  if (receipt.form === 'text') return;
  out.u16(Tag.receiptedMessageId);
  out.u16(receipt.id.length + 1);
  out.cString(receipt.id);
  out.u16(Tag.messageState);
  out.u16(1);
  out.u8(receipt.state.code);
  if (receipt.state !== States.undeliverable) return;
  out.u16(Tag.networkErrorCode);
  out.u16(3);
  out.u8(3); // GSM
  out.u16(ABSENT_SUBSCRIBER);
};

/** The error code of receipts with UNDELIV: absentSubscriberSM of TS 29.002. */
const ABSENT_SUBSCRIBER = 6;

/** The receipt's text in the form of SMPP 3.4 appendix B, which most carriers write. */
const receiptText = (receipt: Receipt): string => {
  const { id, state, preview } = receipt;
  const delivered = state === States.delivered ? '001' : '000';
  const error = state === States.undeliverable ? String(ABSENT_SUBSCRIBER).padStart(3, '0') : '000';
  const dates = `submit date:${smppMinute(receipt.submittedAt)} done date:${smppMinute(receipt.doneAt)}`;
  return `id:${id} sub:001 dlvrd:${delivered} ${dates} stat:${state.stat} err:${error} text:${preview}`;
};

const writeInbound = (out: FrameWriter, inbound: Inbound): void => {
  out.u8(inbound.inPayload ? 0 : inbound.octets.length);
  if (!inbound.inPayload) out.octets(inbound.octets);
  if (inbound.sar !== undefined) {
    out.u16(Tag.sarReference);
    out.u16(2);
    out.u16(inbound.sar.reference);
    out.u16(Tag.sarTotal);
    out.u16(1);
    out.u8(inbound.sar.total);
    out.u16(Tag.sarPart);
    out.u16(1);
    out.u8(inbound.sar.part);
  }
  if (!inbound.inPayload) return;
  out.u16(Tag.messagePayload);
  out.u16(inbound.octets.length);
  out.octets(inbound.octets);
};
