import type { AtAnswer } from '../at/at-answer.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { askSim } from '../bring-up/sim-busy.ts';

/** What a modem says it is (TS 27.007 5.1 to 5.4). A modem is known by its IMEI, never by the port's name. */
export interface ModemIdentity {
  readonly imei: string | undefined;
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** `vvvv:pppp`, if it is on USB. */
  readonly usb: string | undefined;
}

/** The answer in one line, without the prefix and quotes that some modems put. */
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

/** The IMSI of the SIM, readable once its PIN is entered (TS 27.007 5.6). */
export const readImsi = async (channel: AtChannel): Promise<string | undefined> =>
  /\b\d{6,15}\b/.exec(oneLine(await askSim(channel, 'AT+CIMI')))?.[0];
