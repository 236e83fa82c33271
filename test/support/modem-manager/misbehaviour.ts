/** How a modem of the fake ModemManager behaves. */
export interface Misbehaviour {
  /** The error of Create: its name and its text. */
  readonly createError: readonly [string, string] | undefined;
  /** The error of Send, before the message leaves. */
  readonly sendError: readonly [string, string] | undefined;
  readonly deleteError: readonly [string, string] | undefined;
  readonly enableError: readonly [string, string] | undefined;
  /** What Send does: it calls `leave` when the message leaves, and resolves when it answers. */
  readonly send: (leave: () => void) => Promise<void>;
  /** Whether the network reports deliveries. */
  readonly reports: boolean;
  /** The number of parts that ModemManager makes of a text. */
  readonly partsOf: (text: string) => number;
  readonly ussd: (command: string) => string | Promise<string>;
}

export const wellBehaved: Misbehaviour = {
  createError: undefined,
  sendError: undefined,
  deleteError: undefined,
  enableError: undefined,
  send: async (leave) => leave(),
  reports: true,
  // Plain texts only: tests with other ones say how many parts they have.
  partsOf: (text) => (text.length <= 160 ? 1 : Math.ceil(text.length / 153)),
  ussd: () => 'Your balance is 12.00 EUR',
};
