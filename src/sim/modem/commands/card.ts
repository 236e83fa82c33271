import { decodeGsm7, encodeGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets, unpackSeptets } from '../../../domain/text/septets.ts';
import { error, ok } from '../answer.ts';
import type { Device } from '../device.ts';
import type { Handler, Handlers } from './handler.ts';

const packed = (text: string): string =>
  Buffer.from(packSeptets(encodeGsm7(text)))
    .toString('hex')
    .toUpperCase();

const unpacked = (hex: string): string =>
  decodeGsm7(unpackSeptets(Buffer.from(hex, 'hex'), Number.POSITIVE_INFINITY)).replace(/\r$/, '');

/**
 * Handles AT+CUSD (TS 27.007 7.15): OK comes first and the network's answer later. With the misbehaviour `menu` each
 * answer opens a dialogue, which CUSD=2 ends.
 */
const ussd: Handler = ({ form, args }, device) => {
  if (form === 'test') return ok('+CUSD: (0-2)');
  const [mode, said] = args;
  if (mode === '2') {
    device.ussdOpen = false;
    return ok();
  }
  if (said === undefined) return ok();
  const code = device.family.ussdPacked ? unpacked(said) : said;
  if (!/^[0-9*#+]+$/.test(code)) return error;
  reply(code, device);
  return ok();
};

const reply = (code: string, device: Device): void => {
  const { family, misbehaviour, port } = device;
  if (misbehaviour.ussd === 'silent') return;
  device.ussdOpen = misbehaviour.ussd === 'menu';
  const text = device.ussdOpen ? '1 Balance, 2 Options' : `${code}: 10.00 EUR left`;
  port.unsolicited([`+CUSD: ${device.ussdOpen ? 1 : 0},"${family.ussdPacked ? packed(text) : text}",15`]);
};

/** Commands of TS 27.007 that need the SIM. */
export const card: Handlers = {
  '+CIMI': ({ form }, { sim }) => (form === 'test' ? ok() : ok(sim.imsi)),
  '+CNUM': (_command, { sim }) =>
    sim.ownNumber === undefined ? ok() : ok(`+CNUM: "","${sim.ownNumber}",145`),
  '+CUSD': ussd,
};
