/** The generation of the network by which a modem is connected. */
export type RadioTechnology = '2G' | '3G' | '4G' | '5G';

/**
 * The registration of a modem in each domain, in words such as `home`, `roaming`, `denied`; undefined where the modem
 * doesn't tell. They differ: a modem may be registered for data by LTE while calls and messages are denied.
 */
export interface ModemRegistration {
  /** Circuit-switched: calls, and messages in most networks. */
  readonly cs: string | undefined;
  /** Packet data of the second and third generation. */
  readonly ps: string | undefined;
  /** LTE. */
  readonly eps: string | undefined;
  readonly fiveG: string | undefined;
}
