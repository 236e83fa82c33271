import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SimModem } from '../../src/sim/modem/modem.ts';

/** A program of others that drives modems. */
export interface ForeignDriver {
  readonly name: string;
  /** Debian's package that has it. */
  readonly debianPackage: string;
  /** Its version; undefined if it isn't installed. */
  version(): Promise<string | undefined>;
  /**
   * Sends and receives through a modem.
   *
   * @param folder of its own, where `modem` is the terminal
   * @param waitMs how long each of the checks may take
   */
  run(modem: SimModem, folder: string, waitMs: number): Promise<Received>;
}

/** The texts that it took from the modem. */
export type Received = readonly string[];

/** What each is asked to send, by recipient, and what phones send to it. */
export const outgoing = {
  short: { to: '+33639980001', text: 'Flood warning' },
  long: { to: '+33639980002', text: `${'Leave the valley by the northern road. '.repeat(10)}Now.` },
  ucs2: { to: '+33639980003', text: 'Покиньте долину по северной дороге' },
} as const;

export const incoming = {
  short: 'Help us',
  long: `${'The bridge is gone. '.repeat(15)}Help us.`,
} as const;

/** Phones text the modem. */
export const phonesWrite = (modem: SimModem): void => {
  for (const text of Object.values(incoming)) modem.receive({ from: '+33639980009', text });
};

const run = promisify(execFile);

/** What a program says on its standard output; undefined if it can't be run or fails. */
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

/** Resolves once it holds, or when the time is over. */
export const waitFor = async (holds: () => boolean | Promise<boolean>, waitMs: number): Promise<void> => {
  const end = Date.now() + waitMs;
  while (!(await holds()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
};
