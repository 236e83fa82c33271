import type { Answer } from '../answer.ts';
import { Cms, cms, error, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';
import { toCnmi } from '../settings.ts';
import type { Handlers } from './handler.ts';
import { numberIn, rangeText } from './handler.ts';

const CHARACTER_SETS = ['GSM', 'IRA', 'UCS2'];
const MORE_MESSAGES = [0, 1, 2];

const indications = ({ form, args }: AtCommand, device: Device): Answer => {
  const { family, settings, air } = device;
  if (form === 'test') return ok(`+CNMI: ${family.cnmi.map(rangeText).join(',')}`);
  const now = Object.values(settings.cnmi);
  if (form === 'read') return ok(`+CNMI: ${now.join(',')}`);
  // An argument that is left out keeps its value (TS 27.005 3.4.1, V.250 5.4.2.1).
  const wanted = family.cnmi.map((range, index) => {
    const arg = args[index];
    return arg === undefined || arg === '' ? now[index] : numberIn(range, arg);
  });
  const values = wanted.filter((value) => value !== undefined);
  if (values.length < wanted.length || args.length > wanted.length) return cms(Cms.notSupported);
  settings.cnmi = toCnmi(values);
  air.cnmiChanged();
  return ok();
};

/** Commands of TS 27.005 that need no SIM. */
export const service: Handlers = {
  '+CNMI': indications,
  '+CSMS': ({ form, args }, { family, settings }) => {
    if (form === 'test') return ok(`+CSMS: ${rangeText(family.csms)}`);
    if (form === 'read') return ok(`+CSMS: ${settings.service},1,1,1`);
    const wanted = numberIn(family.csms, args[0]);
    if (wanted === undefined) return cms(Cms.notSupported);
    settings.service = wanted;
    return ok('+CSMS: 1,1,1');
  },
  '+CMGF': ({ form, args }, { settings }) => {
    if (form === 'test') return ok('+CMGF: (0,1)');
    if (form === 'read') return ok(`+CMGF: ${settings.textMode ? 1 : 0}`);
    const wanted = numberIn([0, 1], args[0] ?? '0');
    if (wanted === undefined) return error;
    settings.textMode = wanted === 1;
    return ok();
  },
  '+CSCS': ({ form, args }, { settings }) => {
    if (form === 'test') return ok(`+CSCS: (${CHARACTER_SETS.map((name) => `"${name}"`).join(',')})`);
    if (form === 'read') return ok(`+CSCS: "${settings.characterSet}"`);
    const wanted = args[0] ?? '';
    if (!CHARACTER_SETS.includes(wanted)) return error;
    settings.characterSet = wanted;
    return ok();
  },
  '+CSCB': ({ form, args }, { family, settings }) => {
    if (family.noBroadcasts === true) return error;
    if (form === 'test') return ok('+CSCB: (0,1)');
    if (form === 'read') return ok(`+CSCB: 0,"${settings.broadcasts}",""`);
    if (args[0] !== '0') return cms(Cms.notSupported);
    settings.broadcasts = args[1] ?? '';
    return ok();
  },
  '+CMMS': ({ form, args }, { settings }) => {
    if (form === 'test') return ok(`+CMMS: ${rangeText(MORE_MESSAGES)}`);
    if (form === 'read') return ok(`+CMMS: ${settings.moreMessages}`);
    const wanted = numberIn(MORE_MESSAGES, args[0]);
    if (wanted === undefined) return error;
    settings.moreMessages = wanted;
    return ok();
  },
};
