import { z } from 'zod';
import type { ModemRegistration } from '../../../domain/routes/registration.ts';
import type { ModemStatus } from '../../../domain/routes/route.ts';

export const modemView = z.strictObject({
  imei: z.string().nullable(),
  operator: z.string().nullable(),
  registration: z
    .strictObject({
      cs: z.string().nullable(),
      ps: z.string().nullable(),
      eps: z.string().nullable(),
      fiveG: z.string().nullable(),
    })
    .meta({
      description:
        'In each domain: calls and messages (cs), packet data (ps), LTE (eps) and 5G, such as "home", "roaming", "denied"; null: the modem does not tell.',
    }),
  technology: z.enum(['2G', '3G', '4G', '5G']).nullable(),
  signalDbm: z.number().nullable(),
  simLimitLeft: z
    .int()
    .nullable()
    .meta({ description: 'Parts that the limits of the SIM allow now; null: no limit.' }),
});

const viewRegistration = ({ cs, ps, eps, fiveG }: ModemRegistration) => ({
  cs: cs ?? null,
  ps: ps ?? null,
  eps: eps ?? null,
  fiveG: fiveG ?? null,
});

export const viewModem = (modem: ModemStatus): z.output<typeof modemView> => ({
  imei: modem.imei ?? null,
  operator: modem.operator ?? null,
  registration: viewRegistration(modem.registration),
  technology: modem.technology ?? null,
  signalDbm: modem.signalDbm ?? null,
  simLimitLeft: modem.simLimitLeft ?? null,
});
