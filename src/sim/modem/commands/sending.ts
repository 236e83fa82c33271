import type { Answer } from '../answer.ts';
import { Cms, cms, error, ok } from '../answer.ts';
import type { AtCommand } from '../at-command.ts';
import type { Device } from '../device.ts';
import { submit } from '../submit.ts';
import type { Handlers } from './handler.ts';

/** The longest SMS-SUBMIT in octets: 20 semi-octets of address, an absolute validity and 140 octets of user data. */
const LONGEST_PDU = 164;

const send = ({ form, args }: AtCommand, device: Device): Answer => {
  if (form === 'test') return ok();
  // Text mode isn't simulated, since the gateway always writes PDUs.
  if (device.settings.textMode) return cms(Cms.notSupported);
  const length = Number(args[0]);
  if (!Number.isInteger(length) || length < 7 || length > LONGEST_PDU) return cms(Cms.wrongPdu);
  return { kind: 'prompt', take: (text) => submit(device, text, length) };
};

/** Commands of TS 27.005 3.1, 3.3.1, 3.4.4 and 3.5.1. */
export const sending: Handlers = {
  '+CMGS': send,
  '+CSCA': ({ form, args }, { sim }) => {
    if (form === 'test') return ok();
    if (form === 'read')
      return ok(`+CSCA: "${sim.serviceCentre}",${sim.serviceCentre.startsWith('+') ? 145 : 129}`);
    const [number] = args;
    if (number === undefined || !/^\+?[0-9]*$/.test(number)) return error;
    sim.serviceCentre = number;
    return ok();
  },
  '+CNMA': ({ form, args }, { settings, air, family }) => {
    if (form === 'test') return ok('+CNMA: (0-2)');
    const [n = '0'] = args;
    if (args.length > 1 || !['0', '1', '2'].includes(n)) return cms(Cms.notSupported);
    const expected = settings.service === 1 || family.acknowledges === 'always';
    if (expected && (n === '2' ? air.refuse() : air.acknowledge())) return ok();
    return cms(Cms.noAcknowledgementExpected);
  },
};
