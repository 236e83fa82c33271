import type { Msisdn } from '../messages/msisdn.ts';
import type { SimBalance } from './modem-details.ts';
import type { RadioCheck, RadioCheckStart } from './radio-check.ts';

/** The result of a USSD code (TS 22.090), such as `*123#` on a phone. */
export type UssdAnswer =
  | { readonly kind: 'answered'; readonly text: string }
  /** The modem is sending or out of service, so nothing was asked. */
  | { readonly kind: 'notNow'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** The result of an action on a SIM. */
export type SimAct =
  /** `iccid`: the id of the SIM; undefined if it can't be read. */
  | { readonly kind: 'done'; readonly iccid: string | undefined }
  | { readonly kind: 'notNow'; readonly reason: string };

/** The balance of the SIM that is in the modem. */
export interface BalanceControl {
  /** What is known of it; undefined if it was not asked for since the SIM came into the modem. */
  readonly now: SimBalance | undefined;
  /**
   * Asks the network for it and remembers the answer, also one that tells no amount. Undefined if nothing was asked,
   * since the modem was sending or out of service.
   */
  read(): Promise<SimBalance | undefined>;
}

/** What an operator can do with the SIM of a route. */
export interface SimControl {
  /**
   * Sends a USSD code to the network while the modem is idle, and ends the dialogue after any answer. Takes up to 30 s.
   * @param code digits, `*`, `#` and `+`
   */
  ussd(code: string): Promise<UssdAnswer>;
  /**
   * Allows one more try of the configured PIN on the SIM in the modem, and tries it. Three wrong PINs in a row block a
   * SIM. A PUK is never entered.
   * @throws TocsinError `storeUnavailable`
   */
  clearPin(): Promise<SimAct>;
  /**
   * Lets a SIM be used again that was set aside because the network refused it.
   * @throws TocsinError `storeUnavailable`
   */
  restore(): Promise<SimAct>;
  /** Left out if the configuration doesn't say how to ask for the balance. */
  readonly balance?: BalanceControl | undefined;
  /**
   * Starts a check of the radio: sends a message on each technology that the modem offers, which may take some minutes.
   * A message that the route is given meanwhile breaks the check off.
   * @param to left out: the SIM's own number
   */
  checkRadio(to: Msisdn | undefined): Promise<RadioCheckStart>;
  /** The last check of the radio, or the one that runs; undefined if there was none since the start. */
  readonly radioCheck: RadioCheck | undefined;
}
