import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import { type Log, maskNumber } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemFacts } from './modem-facts.ts';
import { readServiceCentre } from './setup.ts';

/** Logs which service centre is in use, after the network refused a part because it does not know that centre. */
export const reportServiceCentre = async (
  channel: AtChannel,
  { iccid }: ModemFacts,
  { id: route, smsc }: ModemRouteConfig,
  log: Log,
): Promise<void> => {
  const serviceCentre = smsc ?? (await readServiceCentre(channel));
  log.error(
    { route, iccid, serviceCentre: serviceCentre === undefined ? undefined : maskNumber(serviceCentre) },
    'the service centre is not known to the network: set smsc, or correct the SIM',
  );
};
