import { onTestFinished } from 'vitest';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import type { SimModemOptions } from '../../../src/sim/modem/options/modem-options.ts';
import { Terminal } from '../gateway/terminal.ts';

export interface Rig {
  readonly modem: SimModem;
  readonly terminal: Terminal;
}

/** A modem and a terminal on it, both closed when the test ends. */
export const rig = async (options: SimModemOptions = {}): Promise<Rig> => {
  const modem = await SimModem.start(options);
  onTestFinished(() => modem.close());
  return { modem, terminal: await terminalOn(modem.path) };
};

export const terminalOn = async (path: string): Promise<Terminal> => {
  const terminal = await Terminal.open(path);
  onTestFinished(() => terminal.close());
  return terminal;
};

/** The same, after what each user of a modem begins with: no echo, numbers for errors, PDU mode, reports told. */
export const readyRig = async (options: SimModemOptions = {}): Promise<Rig> => {
  const made = await rig(options);
  await prepare(made.terminal);
  return made;
};

export const prepare = async (terminal: Terminal): Promise<void> => {
  await terminal.ask('ATE0');
  await terminal.ask('AT+CMEE=1;+CMGF=0;+CNMI=2,1,0,1,0');
};

// Published vectors: "hellohello" to +46708251358, and the same with a status report asked for.
export const hello = { pdu: '0011000B916407281553F80000AA0AE8329BFD4697D9EC37', length: 23 };
export const helloReported = { pdu: '0031000B916407281553F80000AA0AE8329BFD4697D9EC37', length: 23 };
export const helloNumber = '+46708251358';
