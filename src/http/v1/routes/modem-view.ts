import { z } from 'zod';
import { maskIccid, maskImsi } from '../../../domain/routes/mask-sim.ts';
import type { SimBalance } from '../../../domain/routes/modem-details.ts';
import type { ModemRegistration } from '../../../domain/routes/registration.ts';
import type { ModemStatus } from '../../../domain/routes/route.ts';
import type { RouteView } from '../../../domain/routes/routes-control.ts';
import { iso } from '../messages/message-view.ts';
import { quarantineView, viewQuarantine } from './quarantine-view.ts';

const name = z.string().nullable();
const left = z.int().min(0).nullable();
const measured = z.number().nullable();

const signalSlot = z.strictObject({
  at: z.iso.datetime().meta({ description: 'When the quarter of an hour began.' }),
  dbm: measured.meta({ description: 'The mean.' }),
  lowestDbm: measured,
  rsrp: measured,
  rsrq: measured,
});

const signal = z
  .strictObject({
    dbm: measured.meta({ description: 'AT+CSQ. −75 is good, −95 works, below −105 expect retries.' }),
    rsrp: measured.meta({ description: 'On LTE and 5G, dBm, if the modem tells it.' }),
    rsrq: measured.meta({ description: 'On LTE and 5G, dB, if the modem tells it.' }),
    history: z.array(signalSlot).meta({
      description:
        'The last day in quarters of an hour, oldest first. A quarter in which the modem had no network is left out.',
    }),
  })
  .meta({ id: 'Signal' });

const sim = z
  .strictObject({
    slot: z.int().nullable().meta({ description: 'The slot of this SIM; null: the modem has one.' }),
    left: z
      .strictObject({
        perMinute: left,
        perHour: left,
        perDay: left,
        perMonth: left,
        recipientsPerMonth: left.meta({
          description: 'Recipients to whom the SIM has sent nothing in the last 31 days, and may still send.',
        }),
      })
      .meta({ description: 'What is left of each limit of the SIM, in parts; null: no limit.' }),
    balance: z
      .strictObject({
        amount: measured.meta({ description: 'As it was read last; null: it was never read.' }),
        readAt: z.iso.datetime().nullable(),
        askedAt: z.iso.datetime(),
        problem: name.meta({ description: 'Why the last answer told no amount.' }),
      })
      .nullable()
      .meta({ description: 'null: no balance is configured, or none was asked for since the SIM came in.' }),
  })
  .meta({ id: 'Sim' });

export const modemView = z
  .strictObject({
    manufacturer: name,
    model: name,
    firmware: name,
    profile: name.meta({ description: 'The file in hardware/profiles that fits the modem.' }),
    imei: name,
    iccid: name.meta({ description: 'The number of the SIM; only admins see more than its last digits.' }),
    imsi: name.meta({
      description: 'The subscriber; only admins see more than the country and the network.',
    }),
    ownNumber: name.meta({ description: "The SIM's own number; many SIMs don't have it." }),
    serviceCentre: name.meta({ description: 'Configured, or that of the SIM.' }),
    operator: name,
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
    signal,
    temperature: measured.meta({
      description: 'Degrees Celsius: the hottest place that the modem measures.',
    }),
    sim,
    quarantine: quarantineView,
    signalDbm: measured.meta({ description: 'The same as signal.dbm.' }),
    simLimitLeft: left.meta({
      description: 'Parts that all limits of the SIM together allow now to new recipients; null: no limit.',
    }),
  })
  .meta({ id: 'Modem' });

const viewRegistration = ({ cs, ps, eps, fiveG }: ModemRegistration) => ({
  cs: cs ?? null,
  ps: ps ?? null,
  eps: eps ?? null,
  fiveG: fiveG ?? null,
});

/** @param seesSims whether ICCID and IMSI are shown whole */
export const viewModem = (
  route: Pick<RouteView, 'modemDetails' | 'quarantine'> & { readonly modem: ModemStatus },
  seesSims: boolean,
): z.output<typeof modemView> => {
  const { modem: status, modemDetails: details } = route;
  const { iccid, imsi } = details ?? {};
  return {
    manufacturer: details?.manufacturer ?? null,
    model: details?.model ?? null,
    firmware: details?.firmware ?? null,
    profile: details?.profile ?? null,
    imei: status.imei ?? null,
    iccid: iccid === undefined ? null : seesSims ? iccid : maskIccid(iccid),
    imsi: imsi === undefined ? null : seesSims ? imsi : maskImsi(imsi),
    ownNumber: details?.ownNumber ?? null,
    serviceCentre: details?.serviceCentre ?? null,
    operator: status.operator ?? null,
    registration: viewRegistration(status.registration),
    technology: status.technology ?? null,
    signal: {
      dbm: status.signalDbm ?? null,
      rsrp: details?.rsrp ?? null,
      rsrq: details?.rsrq ?? null,
      history: (details?.signalHistory ?? []).map((slot) => ({
        at: iso(slot.at),
        dbm: slot.dbm ?? null,
        lowestDbm: slot.lowestDbm ?? null,
        rsrp: slot.rsrp ?? null,
        rsrq: slot.rsrq ?? null,
      })),
    },
    temperature: details?.temperature ?? null,
    sim: {
      slot: details?.simSlot ?? null,
      left: {
        perMinute: details?.simLeft.perMinute ?? null,
        perHour: details?.simLeft.perHour ?? null,
        perDay: details?.simLeft.perDay ?? null,
        perMonth: details?.simLeft.perMonth ?? null,
        recipientsPerMonth: details?.simLeft.recipientsPerMonth ?? null,
      },
      balance: details?.balance === undefined ? null : viewBalance(details.balance),
    },
    quarantine: viewQuarantine(route),
    signalDbm: status.signalDbm ?? null,
    simLimitLeft: status.simLimitLeft ?? null,
  };
};

const viewBalance = ({ amount, readAt, askedAt, problem }: SimBalance) => ({
  amount: amount ?? null,
  readAt: readAt === undefined ? null : iso(readAt),
  askedAt: iso(askedAt),
  problem: problem ?? null,
});
