import { PDU } from 'smpp';
import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';

export type LinkRole = 'transceiver' | 'transmitter' | 'receiver';

const INTERFACE_VERSION = 0x34;

/**
 * Encodes the bind request for this role (3.4, 4.1). The configuration's schema has already checked the length of
 * each string.
 */
export const encodeBind = (role: LinkRole, config: SmppRouteConfig, sequence: number): Buffer =>
  new PDU(`bind_${role}`, {
    sequence_number: sequence,
    system_id: Buffer.from(config.systemId, 'latin1'),
    password: Buffer.from(config.password, 'latin1'),
    system_type: Buffer.from(config.systemType, 'latin1'),
    interface_version: INTERFACE_VERSION,
    addr_ton: 0,
    addr_npi: 0,
    address_range: Buffer.from(config.addressRange, 'latin1'),
  }).toBuffer();
