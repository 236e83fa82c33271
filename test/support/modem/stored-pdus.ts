const SMSC = '0791331900000000';
const STAMP = '62115221304540';

/** The PDU of the message "Hi" from +33639980001. */
export const MESSAGE = `${SMSC}040B913336990800F10000${STAMP}02C834`;

/** The PDU of a status report. @param status its TP-Status, in hexadecimal */
export const report = (reference: number, status: string, recipient = '0B913336990800F1') =>
  `${SMSC}06${reference.toString(16).padStart(2, '0')}${recipient}${STAMP}${STAMP}${status}`.toUpperCase();

/** The command that lists all stored messages. */
export const LIST = 'AT+CMGL=4';
