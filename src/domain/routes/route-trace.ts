export interface TraceLine {
  /** ms since the epoch. */
  readonly at: number;
  readonly direction: 'sent' | 'received';
  readonly pdu: string;
}

/** A trace of what passes over the links of a route, for a limited time. Passwords and texts are never in it. */
export interface RouteTrace {
  /** Deletes the last trace and starts a new one for `forMs` milliseconds: at most an hour; 0 ends tracing. */
  start(forMs: number, options: { readonly unmasked: boolean }): void;
  /** When the trace ends, ms since the epoch; undefined if none runs. */
  readonly until: number | undefined;
  /** Whether the lines show phone numbers and octets. */
  readonly unmasked: boolean;
  /** Oldest first; kept until the next start. */
  readonly lines: readonly TraceLine[];
}
