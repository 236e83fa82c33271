import { ok } from '../answer.ts';
import type { Handlers } from './handler.ts';

/** TS 27.007, what needs the SIM. */
export const card: Handlers = {
  '+CIMI': ({ form }, { sim }) => (form === 'test' ? ok() : ok(sim.imsi)),
  // 7.15: OK first, the network's answer when it comes.
  '+CUSD': ({ form, args }, device) => {
    if (form === 'test') return ok('+CUSD: (0-2)');
    const code = args[1];
    if (code !== undefined) device.port.unsolicited([`+CUSD: 0,"${code}: 10.00 EUR left",15`]);
    return ok();
  },
};
