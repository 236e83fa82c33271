import type { Log } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { readServiceCentre } from './setup.ts';

export interface ServiceCentreOf {
  readonly routeId: string;
  readonly iccid: string | undefined;
  /** The service centre in the configuration; undefined if the one on the SIM is used. */
  readonly smsc: string | undefined;
}

/** Logs which service centre is in use, after the network refused a part because it does not know that centre. */
export const reportServiceCentre = async (
  channel: AtChannel,
  { routeId, iccid, smsc }: ServiceCentreOf,
  log: Log,
): Promise<void> => {
  const serviceCentre = smsc ?? (await readServiceCentre(channel));
  log.error(
    { route: routeId, iccid, serviceCentre },
    'the service centre is not known to the network: set smsc, or correct the SIM',
  );
};
