import type { AtAnswer } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { askSim } from '../bring-up/sim-busy.ts';

/**
 * The modem's identity (TS 27.007 5.1 to 5.4). A modem is recognised by its IMEI, since the name of its port can
 * change.
 */
export interface ModemIdentity {
  readonly imei: string | undefined;
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** Vendor and product id as `vvvv:pppp`; undefined if the modem isn't on USB. */
  readonly usb: string | undefined;
}

/** The answer in one line, without the prefix and quotes that some modems add. */
const oneLine = (answer: AtAnswer): string => {
  if (answer.kind !== 'ok') return '';
  return answer.lines
    .map((line) => line.replace(/^\+[A-Z]+:\s*/, '').replaceAll('"', ''))
    .join(' ')
    .trim();
};

const ask = async (channel: AtChannel, command: string): Promise<string> =>
  oneLine(await channel.run(command));

export const readIdentity = async (channel: AtChannel, usb: string | undefined): Promise<ModemIdentity> => {
  const manufacturer = await ask(channel, 'AT+CGMI');
  const model = await ask(channel, 'AT+CGMM');
  const revision = await ask(channel, 'AT+CGMR');
  return { imei: await readImei(channel), manufacturer, model, revision, usb };
};

export const readImei = async (channel: AtChannel): Promise<string | undefined> =>
  /\b\d{15}\b/.exec(await ask(channel, 'AT+CGSN'))?.[0];

/** Reads the IMSI of the SIM (TS 27.007 5.6), which needs the PIN to be entered first. */
export const readImsi = async (channel: AtChannel): Promise<string | undefined> =>
  /\b\d{6,15}\b/.exec(oneLine(await askSim(channel, 'AT+CIMI')))?.[0];
