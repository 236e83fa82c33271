import { FieldReader } from './field-reader.ts';
import type { Address } from './protocol.ts';
import { Command, EsmClass, HEADER_LENGTH, Status } from './protocol.ts';
import type { Tlvs } from './read-tlvs.ts';
import { readTlvs } from './read-tlvs.ts';

/** The fields of a submit_sm or data_sm. */
export interface Submit {
  readonly source: Address;
  readonly destination: Address;
  readonly esmClass: number;
  readonly registeredDelivery: number;
  readonly dataCoding: number;
  /** User data from short_message or message_payload: a view of the received octets, which must not be kept. */
  readonly octets: Buffer;
  readonly inPayload: boolean;
  readonly sar: Sar | undefined;
}

export interface Sar {
  readonly reference: number;
  readonly total: number;
  readonly part: number;
}

export interface Refusal {
  readonly status: number;
  readonly fault: string;
}

export const isRefusal = (result: Submit | Refusal): result is Refusal => 'fault' in result;

export const readSubmit = (command: number, buffer: Buffer, start: number, end: number): Submit | Refusal => {
  const reader = new FieldReader(buffer, start + HEADER_LENGTH, end);
  const submit = command === Command.dataSm ? readDataSm(reader) : readSubmitSm(reader);
  return reader.fault === undefined ? submit : { status: reader.faultStatus, fault: reader.fault };
};

/** Reads the fields of a submit_sm (SMPP 3.4, 4.4.1). */
const readSubmitSm = (reader: FieldReader): Submit => {
  reader.cString('service_type', 6, Status.invalidServiceType);
  const source = readAddress(reader, 'source_addr', 21, Status.invalidSource);
  const destination = readAddress(reader, 'destination_addr', 21, Status.invalidDestination);
  const esmClass = reader.u8('esm_class');
  reader.u8('protocol_id');
  const priority = reader.u8('priority_flag');
  if (priority > 3) reader.fail(Status.invalidPriority, `priority_flag is ${priority}`);
  readTime(reader, 'schedule_delivery_time', Status.invalidSchedule);
  readTime(reader, 'validity_period', Status.invalidExpiry);
  const registeredDelivery = reader.u8('registered_delivery');
  const replace = reader.u8('replace_if_present_flag');
  if (replace > 1) reader.fail(Status.invalidReplaceFlag, `replace_if_present_flag is ${replace}`);
  const dataCoding = reader.u8('data_coding');
  reader.u8('sm_default_msg_id');
  const length = reader.u8('sm_length');
  if (length > 254) reader.fail(Status.invalidMessageLength, 'sm_length is 255, past 254');
  const shortMessage = reader.octets('short_message', length);
  const tlvs = reader.at < reader.end ? readTlvs(reader) : undefined;
  if (tlvs?.payload !== undefined && length > 0) {
    reader.fail(Status.invalidTlvValue, 'both short_message and message_payload');
  }
  return {
    source,
    destination,
    esmClass,
    registeredDelivery,
    dataCoding,
    octets: tlvs?.payload ?? shortMessage,
    inPayload: tlvs?.payload !== undefined,
    sar: tlvs === undefined ? undefined : readSar(reader, tlvs),
  };
};

/** Reads the fields of a data_sm (SMPP 3.4, 4.7.1). */
const readDataSm = (reader: FieldReader): Submit => {
  reader.cString('service_type', 6, Status.invalidServiceType);
  const source = readAddress(reader, 'source_addr', 65, Status.invalidSource);
  const destination = readAddress(reader, 'destination_addr', 65, Status.invalidDestination);
  const esmClass = reader.u8('esm_class');
  const registeredDelivery = reader.u8('registered_delivery');
  const dataCoding = reader.u8('data_coding');
  const tlvs = readTlvs(reader);
  return {
    source,
    destination,
    esmClass,
    registeredDelivery,
    dataCoding,
    octets: tlvs.payload ?? Buffer.alloc(0),
    inPayload: true,
    sar: readSar(reader, tlvs),
  };
};

const readAddress = (reader: FieldReader, name: string, longest: number, status: number): Address => {
  const ton = reader.u8(name);
  const npi = reader.u8(name);
  return { ton, npi, text: reader.cString(name, longest, status) };
};

// SMPP 3.4, 7.1.1: an absolute time with the zone in quarter hours and its sign, or a relative time.
const TIME = /^\d{12}(?:\d{3}[+-]|000R)$/;

const readTime = (reader: FieldReader, name: string, status: number): void => {
  const text = reader.cString(name, 17, status);
  if (text !== '' && !TIME.test(text)) reader.fail(status, `${name} is "${text}"`);
};

const readSar = (reader: FieldReader, tlvs: Tlvs): Sar | undefined => {
  const { sarReference: reference, sarTotal: total, sarPart: part } = tlvs;
  if (reference === undefined && total === undefined && part === undefined) return undefined;
  if (reference === undefined || total === undefined || part === undefined) {
    reader.fail(Status.invalidTlvValue, 'some of the three sar parameters are missing');
    return undefined;
  }
  if (part === 0 || part > total) {
    reader.fail(Status.invalidTlvValue, `sar_segment_seqnum ${part} of ${total}`);
    return undefined;
  }
  return { reference, total, part };
};

/** Whether esm_class announces a user data header (SMPP 3.4, 5.2.12). */
export const hasHeader = (submit: Submit): boolean => (submit.esmClass & EsmClass.udhi) !== 0;
