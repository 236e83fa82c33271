import { ok } from '../answer.ts';
import type { Handler, Handlers } from './handler.ts';

const manufacturer: Handler = ({ form }, { family }) => (form === 'test' ? ok() : ok(family.manufacturer));
const model: Handler = ({ form }, { family }) => (form === 'test' ? ok() : ok(family.model));
const revision: Handler = ({ form }, { family }) => (form === 'test' ? ok() : ok(family.revision));
const serial: Handler = ({ form }, { imei }) => (form === 'test' ? ok() : ok(imei));

/** Commands of TS 27.007 5.1 to 5.4, and the V.250 commands with the same answers. */
export const identity: Handlers = {
  I: (_command, { family, imei }) =>
    ok(
      `Manufacturer: ${family.manufacturer}`,
      `Model: ${family.model}`,
      `Revision: ${family.revision}`,
      `IMEI: ${imei}`,
    ),
  '+CGMI': manufacturer,
  '+GMI': manufacturer,
  '+CGMM': model,
  '+GMM': model,
  '+CGMR': revision,
  '+GMR': revision,
  '+CGSN': serial,
  '+GSN': serial,
};
