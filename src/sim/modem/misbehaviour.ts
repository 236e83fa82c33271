/** Faults that a modem can be told to have; each was seen in the field. */
export interface ModemMisbehaviour {
  /** No answer ever comes after Ctrl-Z; 'lost' if the network didn't take the message, 'sent' if it did. */
  silentAfterPrompt: 'lost' | 'sent' | undefined;
  /** The +CMS ERROR code that answers each submit. */
  cmsError: number | undefined;
  /** The same until AT+CFUN=1,1 or a replug, as Quectel's M08R does with 304. */
  cmsErrorUntilRestart: number | undefined;
  /** The +CMS ERROR code for messages to a recipient. */
  cmsErrorFor: ReadonlyMap<string, number>;
  /** Unsolicited lines come between command and answer, before the prompt, and between +CMGS and its OK. */
  ringBetween: boolean;
  /** The modem restarts after Ctrl-Z instead of answering; `true` means 'lost'. */
  resetDuringSend: boolean | 'lost' | 'sent';
  /** The prompt is `>` without a space. */
  barePrompt: boolean;
  latePromptMs: number;
  /** AT+CMGS gets neither a prompt nor an answer. */
  noPrompt: boolean;
  /** Time added to each answer, in ms. */
  slowMs: number;
  /**
   * The modem answers nothing and ignores its input. `true` lasts until `reset` or a replug, 'untilEscape' also ends
   * at an ESC, and 'untilRestart' at AT+CFUN=1,1.
   */
  hang: boolean | 'untilEscape' | 'untilRestart';
  /** The report (+CDS) comes before the +CMGS of its message. */
  reportBeforeResult: boolean;
  noReport: boolean;
  /** Time added until each report comes, in ms. */
  lateReportMs: number;
  /** Each report comes twice. */
  reportTwice: boolean;
  /** A report with status 0x30 (still trying) comes before the final one. */
  stillTryingFirst: boolean;
  /** Numbers whose reports have status 0x46 (validity expired). */
  failedReport: ReadonlySet<string>;
  /** Delay of +CMGS in ms. The network takes the message at once, and the modem takes other commands meanwhile. */
  lateResultMs: number;
  /** How many of the next commands that need the SIM get +CME ERROR: 14 (SIM busy). */
  simBusy: number;
  /** The <stat> that a registration command tells instead of the true one, such as 3 for +CREG. */
  registrations: ReadonlyMap<string, number>;
  /** The +CMS ERROR code that answers submits on a technology, such as 500 on 4G. */
  refusesOn: ReadonlyMap<string, number>;
  /** There is no network: +CREG reports 2, and submits get +CMS ERROR: 331. */
  unregistered: boolean;
  /** No memory takes a message; the network keeps messages until one does. */
  storageFull: boolean;
  /** Each octet is written separately. */
  trickle: boolean;
  /** The network answers a USSD code with a menu and waits for a choice ('menu'), or not at all ('silent'). */
  ussd: 'menu' | 'silent' | undefined;
}

export const calm: Readonly<ModemMisbehaviour> = {
  silentAfterPrompt: undefined,
  cmsError: undefined,
  cmsErrorUntilRestart: undefined,
  cmsErrorFor: new Map(),
  ringBetween: false,
  resetDuringSend: false,
  barePrompt: false,
  latePromptMs: 0,
  noPrompt: false,
  slowMs: 0,
  hang: false,
  reportBeforeResult: false,
  noReport: false,
  lateReportMs: 0,
  reportTwice: false,
  stillTryingFirst: false,
  failedReport: new Set(),
  lateResultMs: 0,
  simBusy: 0,
  registrations: new Map(),
  refusesOn: new Map(),
  unregistered: false,
  storageFull: false,
  trickle: false,
  ussd: undefined,
};

const bare = (number: string): string => number.replace(/^\+/, '');

/** Applies `change` to `current`. Numbers lose their plus sign, so that they match in whatever form a PDU has them. */
export const changed = (
  current: Readonly<ModemMisbehaviour>,
  change: Partial<ModemMisbehaviour>,
): ModemMisbehaviour => {
  const next = { ...current, ...change };
  next.cmsErrorFor = new Map([...next.cmsErrorFor].map(([number, code]) => [bare(number), code]));
  next.failedReport = new Set([...next.failedReport].map(bare));
  return next;
};
