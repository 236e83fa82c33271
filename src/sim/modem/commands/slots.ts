import { error, ok } from '../answer.ts';
import type { Handlers } from './handler.ts';

/** Quectel's command for modules with two SIM interfaces. A modem with one slot doesn't know it. */
export const slots: Handlers = {
  '+QUIMSLOT': ({ form, args }, device) => {
    if (device.slots < 2) return error;
    if (form === 'test') return ok('+QUIMSLOT: (1,2)');
    if (form === 'read') return ok(`+QUIMSLOT: ${device.slot}`);
    const slot = Number(args[0]);
    if (!Number.isInteger(slot) || slot < 1 || slot > device.slots) return error;
    device.slot = slot;
    return ok();
  },
};
