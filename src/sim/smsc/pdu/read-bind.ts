import type { BindMode } from '../session/bind-mode.ts';
import { FieldReader } from './field-reader.ts';
import { Command, HEADER_LENGTH, Status } from './protocol.ts';

export interface Bind {
  readonly systemId: string;
  readonly password: string;
  readonly interfaceVersion: number;
  readonly fault: string | undefined;
  readonly faultStatus: number;
}

/** Reads a bind request; all three kinds have the same fields (SMPP 3.4, 4.1.1, 4.1.3 and 4.1.5). */
export const readBind = (buffer: Buffer, start: number, end: number): Bind => {
  const reader = new FieldReader(buffer, start + HEADER_LENGTH, end);
  const systemId = reader.cString('system_id', 16, Status.invalidSystemId);
  const password = reader.cString('password', 9, Status.invalidPassword);
  reader.cString('system_type', 13, Status.invalidSystemType);
  const interfaceVersion = reader.u8('interface_version');
  reader.u8('addr_ton');
  reader.u8('addr_npi');
  reader.cString('address_range', 41);
  if (reader.at < reader.end) reader.fail(Status.invalidCommandLength, 'goes on after address_range');
  return { systemId, password, interfaceVersion, fault: reader.fault, faultStatus: reader.faultStatus };
};

export const bindModeOf = (command: number): BindMode | undefined => {
  if (command === Command.bindTransceiver) return 'transceiver';
  if (command === Command.bindTransmitter) return 'transmitter';
  return command === Command.bindReceiver ? 'receiver' : undefined;
};
