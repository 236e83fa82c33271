type Write = (fields: object, message: string) => void;

/** Structured log lines; pino fits. Numbers are masked and texts never logged by whoever calls. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** How a number appears in logs: enough to recognise, not enough to call. */
export const maskNumber = (number: string): string =>
  number.length <= 6 ? '…' : `${number.slice(0, 4)}…${number.slice(-2)}`;

const PHONE = 'phone:';

/** How the id of an actor appears in logs: that of a phone is its number. */
export const maskActor = (id: string): string =>
  id.startsWith(PHONE) ? `${PHONE}${maskNumber(id.slice(PHONE.length))}` : id;
