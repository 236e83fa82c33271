type Write = (fields: object, message: string) => void;

/** Writes structured log lines; pino has this interface. The caller masks phone numbers and never logs texts. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** A phone number as logs show it: an operator can recognise it, but nobody can call it. */
export const maskNumber = (number: string): string =>
  number.length <= 6 ? '…' : `${number.slice(0, 4)}…${number.slice(-2)}`;

const PHONE = 'phone:';

/** The id of an actor as logs show it. The id of a phone contains its number, which is masked. */
export const maskActor = (id: string): string =>
  id.startsWith(PHONE) ? `${PHONE}${maskNumber(id.slice(PHONE.length))}` : id;
