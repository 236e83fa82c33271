import type { OpenLine } from '../at/line.ts';

/** What a modem route needs of the machine on which it runs. */
export interface ModemHost {
  readonly open: OpenLine;
  /** Paths of the serial ports that may be modems, each device once. */
  readonly list: () => Promise<readonly string[]>;
  /** Vendor and product of the USB device behind a port, such as `12d1:1001`; undefined if it is none. */
  readonly usbId: (path: string) => Promise<string | undefined>;
  /**
   * Runs the operator's command, without a shell, until `signal` aborts.
   *
   * @throws Error if it can't be run, fails, or is given up
   */
  readonly run: (command: readonly string[], signal: AbortSignal) => Promise<void>;
}
