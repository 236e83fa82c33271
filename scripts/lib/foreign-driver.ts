import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SimModem } from '../../src/sim/modem/modem.ts';

/** A program of another project that drives modems. */
export interface ForeignDriver {
  readonly name: string;
  /** The Debian package of the program. */
  readonly debianPackage: string;
  /** Its version; undefined if it isn't installed. */
  version(): Promise<string | undefined>;
  /**
   * Sends and receives through a modem.
   *
   * @param folder a folder for this program alone, in which `modem` is the modem's terminal
   * @param waitMs how long each of the checks may take
   */
  run(modem: SimModem, folder: string, waitMs: number): Promise<Received>;
}

/** The texts that the program read from the modem. */
export type Received = readonly string[];

/** The messages that each program is asked to send, and the texts that phones send to it. */
export const outgoing = {
  short: { to: '+33639980001', text: 'Flood warning' },
  long: { to: '+33639980002', text: `${'Leave the valley by the northern road. '.repeat(10)}Now.` },
  ucs2: { to: '+33639980003', text: 'Покиньте долину по северной дороге' },
} as const;

export const incoming = {
  short: 'Help us',
  long: `${'The bridge is gone. '.repeat(15)}Help us.`,
} as const;

/** Has simulated phones send the texts to the modem. */
export const phonesWrite = (modem: SimModem): void => {
  for (const text of Object.values(incoming)) modem.receive({ from: '+33639980009', text });
};

const run = promisify(execFile);

/** The standard output of a program; undefined if it can't be run or fails. */
export const outputOf = async (
  program: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<string | undefined> => {
  try {
    return (await run(program, [...args], { timeout: timeoutMs })).stdout;
  } catch {
    return undefined;
  }
};

/** Resolves once the condition holds, or when the time is over. */
export const waitFor = async (holds: () => boolean | Promise<boolean>, waitMs: number): Promise<void> => {
  const end = Date.now() + waitMs;
  while (!(await holds()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
};
