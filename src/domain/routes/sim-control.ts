/** What came of a USSD code (TS 22.090): what `*123#` brings on a phone. */
export type UssdAnswer =
  | { readonly kind: 'answered'; readonly text: string }
  /** The modem sends, or is out of service: nothing was asked. */
  | { readonly kind: 'notNow'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What came of what was done to a SIM. */
export type SimAct =
  /** `iccid`: which SIM it was; undefined if it doesn't say. */
  | { readonly kind: 'done'; readonly iccid: string | undefined }
  | { readonly kind: 'notNow'; readonly reason: string };

/** What an operator may do with the SIM behind a route. */
export interface SimControl {
  /**
   * Asks the network, while the modem has nothing to send, and ends the dialogue whatever it says: within 30 s.
   *
   * @param code digits, `*`, `#` and `+`
   */
  ussd(code: string): Promise<UssdAnswer>;
  /**
   * Lets the PIN of the configuration be tried once more on the SIM that is in the modem, and tries it. Three wrong
   * ones in a row block a SIM. A PUK is never entered.
   *
   * @throws TocsinError storeUnavailable
   */
  clearPin(): Promise<SimAct>;
  /**
   * Takes a SIM into service again that was set aside because the network refused it.
   *
   * @throws TocsinError storeUnavailable
   */
  restore(): Promise<SimAct>;
}
