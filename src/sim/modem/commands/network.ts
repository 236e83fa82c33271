import type { Answer } from '../answer.ts';
import { error, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';
import type { Handlers } from './handler.ts';
import { numberIn } from './handler.ts';

const NOT_SEARCHING = 0;
const CODES = [0, 1, 2];
/** The network's code (PLMN): mobile country code 001 is for tests. */
const PLMN = '00101';

const registration = ({ name, form, args }: AtCommand, device: Device): Answer => {
  const codes = device.settings.registrationCodes;
  if (form === 'test') return ok(`${name}: (0-2)`);
  if (form === 'read') {
    const code = codes[name] ?? 0;
    const place = code === 2 && device.registration === 1 ? ',"00C3","0000A1B2"' : '';
    const told = device.misbehaviour.registrations.get(name) ?? device.registration;
    return ok(`${name}: ${code},${device.registration === NOT_SEARCHING ? NOT_SEARCHING : told}${place}`);
  }
  const code = numberIn(CODES, args[0]);
  if (code === undefined) return error;
  codes[name] = code;
  return ok();
};

// <AcT> (TS 27.007 7.3).
const ACT = { '2G': 0, '3G': 2, '4G': 7, '5G': 11 } as const;

const operator = (
  { form, args }: AtCommand,
  { settings, registered, operator: name, radio }: Device,
): Answer => {
  if (form === 'test') return ok(`+COPS: (2,"${name}","${name}","${PLMN}"),,(0-4),(0-2)`);
  if (form === 'read') {
    const shown = settings.operatorFormat === 2 ? PLMN : name;
    const act = radio.technology === undefined ? '' : `,${ACT[radio.technology]}`;
    return ok(registered ? `+COPS: 0,${settings.operatorFormat},"${shown}"${act}` : '+COPS: 0');
  }
  if (args[0] === '3') {
    const format = numberIn([0, 1, 2], args[1]);
    if (format === undefined) return error;
    settings.operatorFormat = format;
  }
  return ok();
};

/** Commands of TS 27.007 7 and 8.5. */
export const network: Handlers = {
  '+CREG': registration,
  '+CGREG': registration,
  '+CEREG': registration,
  '+C5GREG': (command, device) =>
    device.radio.technologies?.includes('5G') ? registration(command, device) : error,
  '+COPS': operator,
  // 20 is -73 dBm; 99 means unknown.
  '+CSQ': ({ form }, { registered }) => {
    if (form === 'test') return ok('+CSQ: (0-31,99),(0-7,99)');
    return ok(registered ? '+CSQ: 20,99' : '+CSQ: 99,99');
  },
};
