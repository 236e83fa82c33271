import { carrierWords } from './carrier.ts';
import { gatewayWords } from './gateway.ts';
import { modemWords } from './modem.ts';
import { patterns } from './patterns.ts';
import { stepWords } from './steps.ts';
import { textPatterns, textWords } from './texts.ts';

const known: ReadonlyMap<string, string> = new Map(
  [carrierWords, modemWords, gatewayWords, stepWords, textWords].flatMap((words) => Object.entries(words)),
);

/** Codes of a carrier behind the words, such as `(EXPIRED, err 27, network error 3/12)`. */
const WITH_CODES = /^(.+) \(([^()]*(?:\([^()]*\)[^()]*)*)\)$/s;

/**
 * A text of the gateway in French; undefined if it is not one of them, such as a reason that a person wrote. Several
 * reasons may follow each other after semicolons, and codes may follow in brackets.
 */
export const toFrench = (text: string): string | undefined => {
  const one = known.get(text);
  if (one !== undefined) return one;
  for (const [pattern, say] of rules) {
    const found = pattern.exec(text);
    if (found !== null) return say(...found.slice(1));
  }
  const [, words, codes] = WITH_CODES.exec(text) ?? [];
  const french = words === undefined ? undefined : known.get(words);
  if (french !== undefined && codes !== undefined) return `${french} (${codesInFrench(codes)})`;
  const parts = text.split('; ');
  const all = parts.length > 1 ? parts.map(toFrench) : [];
  return all.length > 0 && all.every((part) => part !== undefined) ? all.join(' ; ') : undefined;
};

const codesInFrench = (codes: string): string =>
  codes.replaceAll(/\bnetwork error\b/g, 'erreur réseau').replaceAll(/\berr (?=\w)/g, 'erreur ');

/** A text of which only some parts are the gateway's: what is not stays as it is. */
const inner = (text: string): string => toFrench(text) ?? text;
const rules = [...textPatterns(inner), ...patterns(inner)];
