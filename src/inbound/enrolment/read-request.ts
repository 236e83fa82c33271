import { wordsOf } from '../words.ts';

/** What a phone asks of its own data. The tongue is that of the command; undefined if it is the same in both. */
type PhoneRequest = { readonly tongue: 'fr' | 'en' | undefined } & (
  | { readonly kind: 'language'; readonly said: string }
  | { readonly kind: 'postalCode'; readonly typed: string }
  | { readonly kind: 'info' }
  /** The answer to the question whether the phone wants to join a list; without a code if it has none. */
  | { readonly kind: 'confirm'; readonly code: string | undefined }
);

/** A longer text is no command: "language barrier, please help" is for a person to read. */
const MOST_LENGTH = 40;
const LANGUAGE = /^(langue|langage|language|lang) ([\p{L}]+(?: [\p{L}]+)?)$/u;
const POSTAL_CODE =
  /^\s*(cp|code[ -]?postal|postcode|post[ -]code|postal[ -]code|zip(?:[ -]code)?)[\s:.-]+([a-z0-9][a-z0-9 -]{0,11})\s*[.!]?\s*$/i;
const INFO = /^(?:infos?|my infos?|(mes infos?))$/;
const CONFIRM =
  /^(?:(oui|d accord)|(yes)|ok|okay|code)? ?([0-9]{4})?(?: (?:merci|svp|thanks|thank you|please))*$/;
const FRENCH = /^(?:langue|langage|cp|code)/i;
const HAS_DIGIT = /\d/;

/** Reads what a phone asks of its own data; undefined if the text asks nothing of it. */
export const readRequest = (text: string): PhoneRequest | undefined => {
  if (text.length > MOST_LENGTH) return undefined;
  const words = wordsOf(text);
  const language = LANGUAGE.exec(words);
  if (language !== null)
    return { kind: 'language', said: language[2] ?? '', tongue: tongueOf(language[1] ?? '') };
  const code = POSTAL_CODE.exec(text);
  if (code !== null && HAS_DIGIT.test(code[2] ?? ''))
    return { kind: 'postalCode', typed: code[2] ?? '', tongue: tongueOf(code[1] ?? '') };
  const info = INFO.exec(words);
  if (info !== null) return { kind: 'info', tongue: info[1] === undefined ? undefined : 'fr' };
  const confirm = words === '' ? null : CONFIRM.exec(words);
  if (confirm === null) return undefined;
  return {
    kind: 'confirm',
    code: confirm[3],
    tongue: confirm[1] !== undefined ? 'fr' : confirm[2] === undefined ? undefined : 'en',
  };
};

const tongueOf = (command: string): 'fr' | 'en' => (FRENCH.test(command) ? 'fr' : 'en');
