import type { OpenLine } from '../at/line.ts';

/** The functions of the machine that a modem route needs. */
export interface ModemHost {
  readonly open: OpenLine;
  /** Paths of the serial ports that may be modems. Each device is listed once. */
  readonly list: () => Promise<readonly string[]>;
  /**
   * Names the device behind a port as long as the device stays plugged in; undefined if that can't be known. A device
   * that is plugged in anew has another name, even at the same path.
   */
  readonly node: (path: string) => Promise<string | undefined>;
  /** Vendor and product id of the USB device behind a port, such as `12d1:1001`; undefined if the port isn't on USB. */
  readonly usbId: (path: string) => Promise<string | undefined>;
  /**
   * Runs the operator's command, without a shell, until `signal` aborts.
   *
   * @throws Error if the command can't be run, fails, or is aborted
   */
  readonly run: (command: readonly string[], signal: AbortSignal) => Promise<void>;
}
