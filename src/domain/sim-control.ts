/** What came of a USSD code (TS 22.090): what `*123#` brings on a phone. */
export type UssdAnswer =
  | { readonly kind: 'answered'; readonly text: string }
  /** The modem sends, or is out of service: nothing was asked. */
  | { readonly kind: 'notNow'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What an operator may do with the SIM behind a route. */
export interface SimControl {
  /**
   * Asks the network, while the modem has nothing to send, and ends the dialogue whatever it says: within 30 s.
   *
   * @param code digits, `*`, `#` and `+`
   */
  ussd(code: string): Promise<UssdAnswer>;
}
