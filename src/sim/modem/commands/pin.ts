import type { Answer } from '../answer.ts';
import { Cme, cme, error, ok } from '../answer.ts';
import type { Device } from '../device.ts';
import type { Handlers } from './handler.ts';
import { numberIn, rangeText } from './handler.ts';

const FUNCTIONALITIES = [0, 1, 4];
const ERRORS = [0, 1, 2];
const SIM_STATES = { ready: 'READY', pin: 'SIM PIN', puk: 'SIM PUK' } as const;

const tell = ({ sim, family }: Device): Answer => {
  const state = SIM_STATES[sim.state];
  const lines = [`+CPIN: ${family.cpin === 'quoted' ? `"${state}"` : state}`];
  return family.cpin === 'without OK' ? { kind: 'lines', lines } : ok(...lines);
};

const enter = (args: readonly string[], device: Device): Answer => {
  const { sim, record } = device;
  if (args.length > 1) {
    // No PUK is accepted here, since a real one tried by mistake can destroy the SIM.
    record.stats.pukAttempts++;
    device.violate('a PUK was entered');
    return cme(Cme.wrongPassword);
  }
  if (sim.state === 'ready') return cme(Cme.notAllowed);
  record.stats.pinAttempts++;
  if (sim.state === 'puk') return cme(Cme.pukRequired);
  if (!sim.enterPin(args[0] ?? '')) return cme(Cme.wrongPassword);
  device.simReady();
  return ok();
};

/** Commands of TS 27.007 for the PIN, the radio and the form of errors. */
export const pin: Handlers = {
  '+CPIN': ({ form, args }, device) => {
    if (form === 'test') return ok();
    return form === 'set' ? enter(args, device) : tell(device);
  },
  '+CFUN': ({ form, args }, device) => {
    const { settings } = device;
    if (form === 'test') return ok(`+CFUN: ${rangeText(FUNCTIONALITIES)},(0,1)`);
    if (form === 'read') return ok(`+CFUN: ${settings.functionality}`);
    const functionality = numberIn(FUNCTIONALITIES, args[0]);
    if (functionality === undefined) return error;
    if (args[1] === '1') return { kind: 'restart' };
    if (functionality === 1 && device.radio.locked) return ok();
    settings.functionality = functionality;
    device.reconsider();
    return ok();
  },
  '+CMEE': ({ form, args }, { settings }) => {
    if (form === 'test') return ok(`+CMEE: ${rangeText(ERRORS)}`);
    if (form === 'read') return ok(`+CMEE: ${settings.errors}`);
    const errors = numberIn(ERRORS, args[0]);
    if (errors === undefined) return error;
    settings.errors = errors;
    return ok();
  },
};
