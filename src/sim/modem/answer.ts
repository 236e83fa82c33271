/** The answer to a command. */
export type Answer =
  | { readonly kind: 'ok'; readonly lines: readonly string[] }
  /** Lines without an OK after them, as Wavecom answers AT+CPIN?. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'error' }
  /** +CME ERROR (TS 27.007 9.2); AT+CMEE decides how it is written. */
  | { readonly kind: 'cme'; readonly code: number }
  /** +CMS ERROR (TS 27.005 3.2.5). */
  | { readonly kind: 'cms'; readonly code: number }
  | { readonly kind: 'silence' }
  /** OK, and then the modem restarts. */
  | { readonly kind: 'restart' }
  | Prompt;

/** Asks for more input after the command line, up to Ctrl-Z. */
interface Prompt {
  readonly kind: 'prompt';
  readonly take: (text: string) => Promise<Answer>;
}

export const ok = (...lines: readonly string[]): Answer => ({ kind: 'ok', lines });
export const error: Answer = { kind: 'error' };
export const silence: Answer = { kind: 'silence' };
export const cme = (code: number): Answer => ({ kind: 'cme', code });
export const cms = (code: number): Answer => ({ kind: 'cms', code });

// Codes of +CME ERROR (TS 27.007 9.2.1 and 9.2.2).
export const Cme = {
  notAllowed: 3,
  notSupported: 4,
  noSim: 10,
  pinRequired: 11,
  pukRequired: 12,
  simBusy: 14,
  wrongPassword: 16,
} as const;

// Codes of +CMS ERROR (TS 27.005 3.2.5).
export const Cms = {
  notSupported: 303,
  wrongPdu: 304,
  pinRequired: 311,
  pukRequired: 316,
  noSuchIndex: 321,
  noServiceCentre: 330,
  noNetwork: 331,
  noAcknowledgementExpected: 340,
  unknown: 500,
} as const;

const WORDS: Readonly<Record<number, string>> = {
  [Cme.notAllowed]: 'operation not allowed',
  [Cme.notSupported]: 'operation not supported',
  [Cme.noSim]: 'SIM not inserted',
  [Cme.pinRequired]: 'SIM PIN required',
  [Cme.pukRequired]: 'SIM PUK required',
  [Cme.simBusy]: 'SIM busy',
  [Cme.wrongPassword]: 'incorrect password',
};

/**
 * The final line of an answer; undefined if it has none.
 *
 * @param errors the value of AT+CMEE: 0 for a bare ERROR, 1 for numbers, 2 for words
 */
export const finalLine = (answer: Answer, errors: number): string | undefined => {
  if (answer.kind === 'ok' || answer.kind === 'restart') return 'OK';
  if (answer.kind === 'error') return 'ERROR';
  if (answer.kind === 'cms') return `+CMS ERROR: ${answer.code}`;
  if (answer.kind !== 'cme') return undefined;
  if (errors === 0) return 'ERROR';
  return `+CME ERROR: ${errors === 2 ? (WORDS[answer.code] ?? 'unknown error') : answer.code}`;
};
