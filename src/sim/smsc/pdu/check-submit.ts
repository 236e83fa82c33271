import { EsmClass, Status, Ton } from './protocol.ts';
import type { Refusal, Submit } from './read-submit.ts';
import { hasHeader } from './read-submit.ts';
import type { UserData } from './user-data.ts';
import { roomBehind } from './user-data.ts';

/** Octets of the header that the carrier makes from SAR parameters: one with an 8-bit reference. */
const SAR_HEADER = 6;

/** Why a strict carrier refuses a submit that can be read, apart from its text; undefined if it accepts. */
export const refusalOf = (submit: Submit): Refusal | undefined => {
  const { source, destination } = submit;
  if ((submit.esmClass & EsmClass.messageType) !== 0) {
    return refuse(Status.invalidEsmClass, `esm_class is 0x${submit.esmClass.toString(16)}`);
  }
  if (submit.registeredDelivery > 0x1f) {
    return refuse(Status.invalidRegisteredDelivery, `registered_delivery is ${submit.registeredDelivery}`);
  }
  if (!/^[0-9]{3,15}$/.test(destination.text)) {
    return refuse(Status.invalidDestination, `destination_addr is ${JSON.stringify(destination.text)}`);
  }
  if (destination.ton > Ton.international) {
    return refuse(Status.invalidDestinationTon, `dest_addr_ton is ${destination.ton}`);
  }
  if (source.ton > 6) return refuse(Status.invalidSourceTon, `source_addr_ton is ${source.ton}`);
  if (source.ton === Ton.alphanumeric ? source.text.length > 11 : !/^[0-9]{0,20}$/.test(source.text)) {
    const of = `type of number ${source.ton}`;
    return refuse(Status.invalidSource, `source_addr is ${JSON.stringify(source.text)} with ${of}`);
  }
  return undefined;
};

/**
 * Why a strict carrier refuses the text: the announced header is missing, or the text is longer than a part;
 * undefined if it accepts.
 */
export const refusalOfText = (submit: Submit, data: UserData | undefined): Refusal | undefined => {
  if (data === undefined) return refuse(Status.invalidEsmClass, 'esm_class announces a header that is none');
  if (submit.sar !== undefined && data.udh !== undefined) {
    return refuse(Status.invalidTlvValue, 'both a user data header and sar parameters');
  }
  if (submit.inPayload && data.udh === undefined && submit.sar === undefined) return undefined;
  const header = data.udh?.length ?? (submit.sar === undefined ? 0 : SAR_HEADER);
  const room = roomBehind(header, data.alphabet, data.packed);
  if (data.body.length <= room) return undefined;
  return refuse(
    Status.invalidMessageLength,
    `${data.body.length} octets of ${data.alphabet} behind a header of ${header}, past ${room}`,
  );
};

/**
 * Faults that a carrier accepts silently, but that spoil the message on the phone or leave the sender without a
 * receipt.
 */
export const flawsOf = (submit: Submit, data: UserData): readonly string[] => {
  const flaws: string[] = [];
  if ((submit.registeredDelivery & 3) === 0) flaws.push('registered_delivery asks for no receipt');
  if (!hasHeader(submit) && looksLikeHeader(data.body)) {
    flaws.push('begins like a user data header, and esm_class does not say so');
  }
  if (data.alphabet === 'ucs2') flawsOfUcs2(data.body, flaws);
  if (data.alphabet === 'gsm7' && !data.packed) flawsOfGsm7(data.body, flaws);
  return flaws;
};

const flawsOfUcs2 = (body: Buffer, flaws: string[]): void => {
  if (body.length % 2 === 1) flaws.push(`${body.length} octets of UCS-2`);
  else if (body.length > 0) {
    const first = body.readUInt16BE(0);
    const last = body.readUInt16BE(body.length - 2);
    if ((first & 0xfc00) === 0xdc00 || (last & 0xfc00) === 0xd800) flaws.push('cut within a surrogate pair');
  }
};

const flawsOfGsm7 = (body: Buffer, flaws: string[]): void => {
  for (let i = 0; i < body.length; i++) {
    if ((body[i] ?? 0) > 0x7f) {
      flaws.push(`octet 0x${body[i]?.toString(16)} in GSM 7-bit text`);
      break;
    }
  }
  if (body[body.length - 1] === 0x1b) flaws.push('cut within an escape pair');
};

/** Whether the text begins with a complete concatenation header with valid numbers, which hardly any real text does. */
const looksLikeHeader = (body: Buffer): boolean => {
  const narrow = body[0] === 5 && body[1] === 0 && body[2] === 3;
  const wide = body[0] === 6 && body[1] === 8 && body[2] === 4;
  const at = narrow ? 4 : 5;
  const total = body[at] ?? 0;
  const part = body[at + 1] ?? 0;
  return (narrow || wide) && part >= 1 && part <= total;
};

const refuse = (status: number, fault: string): Refusal => ({ status, fault });
