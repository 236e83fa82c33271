/** What the owner of an open serial line is told. */
export interface LineEvents {
  octets(chunk: Uint8Array): void;
  /** The device is gone or the port was closed; said once, and nothing follows it. */
  closed(reason: string): void;
}

/** An open serial line. */
export interface Line {
  /**
   * Resolves once the operating system has the octets.
   *
   * @throws TocsinError deviceFailed if the line is closed, or closes before it took them all
   */
  write(octets: Uint8Array): Promise<void>;
  /** Resolves once the descriptor is given back: a held one forces the next number on the device that comes back. */
  close(): Promise<void>;
}

/**
 * Opens the serial line at `path`.
 *
 * @throws TocsinError deviceFailed if it can't be opened
 */
export type OpenLine = (path: string, baudRate: number, events: LineEvents) => Promise<Line>;
