/** Events of an open serial line. */
export interface LineEvents {
  octets(chunk: Uint8Array): void;
  /** The device is gone or the port was closed; called once, and no event follows. */
  closed(reason: string): void;
}

/** An open serial line. */
export interface Line {
  /**
   * Resolves once the operating system has the octets.
   *
   * @throws TocsinError deviceFailed if the serial line is closed, or closes before it took all octets
   */
  write(octets: Uint8Array): Promise<void>;
  /**
   * Closes the port; resolves once its file descriptor is released. While the descriptor is held, the kernel gives the
   * device another number when it comes back, such as ttyUSB1 instead of ttyUSB0.
   */
  close(): Promise<void>;
}

/**
 * Opens the serial line at `path`.
 *
 * @throws TocsinError deviceFailed if it can't be opened
 */
export type OpenLine = (path: string, baudRate: number, events: LineEvents) => Promise<Line>;
