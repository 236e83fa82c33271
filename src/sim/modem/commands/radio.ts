import type { Answer } from '../answer.ts';
import { error, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';
import type { Technology } from '../radio/radio-unit.ts';
import { numberIn } from './handler.ts';

type Mode = Technology | 'auto';

// TS 27.007 5.9: GERAN only, UTRAN only, all, E-UTRAN only, NG-RAN only.
const STANDARD: Readonly<Record<string, Mode>> = { 12: '2G', 22: '3G', 25: 'auto', 28: '4G', 36: '5G' };
// EC25&EC21 QCFG manual.
const QUECTEL: Readonly<Record<string, Mode>> = { 0: 'auto', 1: '2G', 2: '3G', 3: '4G' };

const setMode = (
  value: string | undefined,
  modes: Readonly<Record<string, Mode>>,
  device: Device,
): Answer => {
  const mode = modes[value ?? ''];
  if (mode === undefined) return error;
  // A modem refuses the mode for a technology that it has not.
  if (mode !== 'auto' && !device.radio.technologies?.includes(mode)) return error;
  device.radio.mode = mode;
  device.reconsider();
  return ok();
};

const writtenMode = (mode: Mode, modes: Readonly<Record<string, Mode>>): string =>
  Object.keys(modes).find((value) => modes[value] === mode) ?? '';

const qcfg = ({ args }: AtCommand, device: Device): Answer => {
  const { radio } = device;
  const [name, value] = args;
  if (name === 'nwscanmode') {
    if (value === undefined) return ok(`+QCFG: "nwscanmode",${writtenMode(radio.mode, QUECTEL)}`);
    return setMode(value, QUECTEL, device);
  }
  if (name !== 'ims') return ok();
  if (value === undefined) return ok(`+QCFG: "ims",${radio.ims},0`);
  const ims = numberIn([0, 1, 2], value);
  if (ims === undefined) return error;
  radio.ims = ims;
  return ok();
};

/** Commands for the mode of the radio, for IMS and for the way of messages; undefined for other commands. */
export const radioCommand = (command: AtCommand, device: Device): Answer | undefined => {
  const { name, form, args } = command;
  const { radio, family } = device;
  switch (name) {
    case '+WS46':
      if (radio.technologies === undefined) return error;
      if (form === 'read') return ok(`+WS46: ${writtenMode(radio.mode, STANDARD)}`);
      return setMode(args[0], STANDARD, device);
    case '+QCFG':
      return family.ownCommands.includes(name) ? qcfg(command, device) : undefined;
    case '+CGSMS': {
      if (form === 'read') return ok(`+CGSMS: ${radio.smsDomain}`);
      const wanted = numberIn([0, 1, 2, 3], args[0]);
      if (wanted === undefined) return error;
      radio.smsDomain = wanted;
      return ok();
    }
    default:
      return undefined;
  }
};
