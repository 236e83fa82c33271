/** Closed: who adds a code also adds how the edge answers it (`src/http/server/problems.ts`). */
export type ErrorCode =
  | 'configInvalid'
  | 'cannotListen'
  | 'storeUnavailable'
  | 'storeCorrupt'
  | 'protocolViolation'
  | 'deviceFailed'
  | 'shuttingDown';

/** The one error class: thrown only for what is not an expected result (those are values). */
export class TocsinError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TocsinError';
    this.code = code;
  }
}
