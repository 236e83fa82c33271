/** What a modem does to those who use it, each seen in the field. */
export interface ModemMisbehaviour {
  /** No answer after Ctrl-Z, ever; the network didn't take the message, or did. */
  silentAfterPrompt: 'lost' | 'sent' | undefined;
  /** The +CMS ERROR that answers each submit. */
  cmsError: number | undefined;
  /** The same by recipient. */
  cmsErrorFor: ReadonlyMap<string, number>;
  /** Unasked lines between command and answer, before the prompt, and between +CMGS and its OK. */
  ringBetween: boolean;
  /** It starts anew after Ctrl-Z instead of answering; `true` is as `lost`. */
  resetDuringSend: boolean | 'lost' | 'sent';
  /** `>` without the space. */
  barePrompt: boolean;
  latePromptMs: number;
  /** AT+CMGS is answered by nothing at all. */
  noPrompt: boolean;
  /** Added to the time of each answer. */
  slowMs: number;
  /**
   * Answers nothing, and loses what is said to it: until it is started anew by `reset` or a replug, or also by an
   * ESC, or also by AT+CFUN=1,1.
   */
  hang: boolean | 'untilEscape' | 'untilRestart';
  /** +CDS before the +CMGS that it belongs to. */
  reportBeforeResult: boolean;
  noReport: boolean;
  /** Each report comes twice. */
  reportTwice: boolean;
  /** A report of 0x30, still trying, before the final one. */
  stillTryingFirst: boolean;
  /** Reports of 0x46, validity expired, for these. */
  failedReport: ReadonlySet<string>;
  /** The network takes the message at once; +CMGS comes so late, and till then the modem takes other commands. */
  lateResultMs: number;
  /** That many commands that need the SIM get +CME ERROR: 14 first. */
  simBusy: number;
  /** No network: +CREG says 2, submits get +CMS ERROR: 331. */
  unregistered: boolean;
  /** No memory takes a message any more; the network keeps them till one does. */
  storageFull: boolean;
  /** Each octet is sent by itself. */
  trickle: boolean;
  /** The network answers a USSD code with a menu and waits for a choice, or not at all. */
  ussd: 'menu' | 'silent' | undefined;
}

export const calm: Readonly<ModemMisbehaviour> = {
  silentAfterPrompt: undefined,
  cmsError: undefined,
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
  reportTwice: false,
  stillTryingFirst: false,
  failedReport: new Set(),
  lateResultMs: 0,
  simBusy: 0,
  unregistered: false,
  storageFull: false,
  trickle: false,
  ussd: undefined,
};

const bare = (number: string): string => number.replace(/^\+/, '');

/** `current` changed by `change`; numbers lose their plus, so that they fit however a PDU writes them. */
export const changed = (
  current: Readonly<ModemMisbehaviour>,
  change: Partial<ModemMisbehaviour>,
): ModemMisbehaviour => {
  const next = { ...current, ...change };
  next.cmsErrorFor = new Map([...next.cmsErrorFor].map(([number, code]) => [bare(number), code]));
  next.failedReport = new Set([...next.failedReport].map(bare));
  return next;
};
