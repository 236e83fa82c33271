/** A closed list: each code has its HTTP status in `src/http/server/problems.ts`. */
export type ErrorCode =
  | 'configInvalid'
  | 'cannotListen'
  | 'storeUnavailable'
  | 'storeCorrupt'
  | 'protocolViolation'
  | 'deviceFailed'
  | 'shuttingDown';

/** The only error class of Tocsin. It is thrown for unexpected failures; expected results are return values. */
export class TocsinError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TocsinError';
    this.code = code;
  }
}
