/** Values of command_id (SMPP 3.4, 5.1.2.1). */
export const BIND_TRANSCEIVER = 0x00000009;
export const SUBMIT_SM = 0x00000004;
export const DELIVER_SM_RESP = 0x80000005;
export const ENQUIRE_LINK = 0x00000015;
export const ENQUIRE_LINK_RESP = 0x80000015;
export const UNBIND = 0x00000006;
export const UNBIND_RESP = 0x80000006;
export const GENERIC_NACK = 0x80000000;
