import type { RadioOptions } from '../radio/radio-unit.ts';
import { type CardOptions, SimCard } from '../sim-card.ts';

export const SERVICE_CENTRE = '+33199000001';

/** A SIM, as it is put into a slot. */
interface SlotOptions {
  iccid?: string;
  imsi?: string;
  /** The PIN that the SIM asks for at each start; none if left out. */
  pin?: string;
  /** The number that AT+CNUM tells; none if left out. */
  ownNumber?: string;
  /** TP-MR of the first part, 0 to 255. */
  firstReference?: number;
  card?: CardOptions;
}

export interface SimModemOptions extends SlotOptions {
  /** The IMEI, 15 digits. */
  imei?: string;
  /** The SIM in slot 2, which AT+QUIMSLOT selects; a modem without it has one slot. */
  secondSim?: SlotOptions;
  radio?: RadioOptions;
  operator?: string;
  /** A name in `families`; 'generic' if left out. */
  family?: string;
  /** Time in ms to send one part; 0 by default. A good real modem needs 2,700. */
  partMs?: number;
  /** Time in ms from sending a part to its status report. */
  reportDelayMs?: number;
  /** Time in ms within which AT+CNMA must come; 15 s by default, as in real networks. */
  acknowledgeMs?: number;
  /** Path of a symbolic link to the terminal, which stays the same after a replug. */
  link?: string;
}

/** The SIM that is in a slot of a simulated modem. */
export const cardOf = ({ iccid, imsi, pin, ownNumber, firstReference, card }: SlotOptions): SimCard =>
  new SimCard({
    iccid: iccid ?? '8988211000000000017',
    imsi: imsi ?? '001010000000001',
    pin,
    ownNumber,
    serviceCentre: SERVICE_CENTRE,
    firstReference: firstReference ?? 0,
    ...card,
  });
