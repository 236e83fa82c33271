/** Without one of these characters a text has neither a link nor a telephone number. */
const POSSIBLE = /[.:。．｡\p{Nd}]/u;

const SCHEME =
  /:\/\/|(?<![\p{L}\p{N}])(?:https?|tel|sms|smsto|mms|mmsto|mailto|geo|data|javascript|intent|market|whatsapp|tg):\S/iu;
/** A letter or digit, a dot (also those that IDNA takes for one, UTS #46), and a label of letters as the last one. */
const DOMAIN = /[\p{L}\p{M}\p{N}-][.。．｡]\p{L}[\p{L}\p{M}]/u;
const IPV4 = /(?<!\p{Nd})\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){3}(?!\p{Nd})/u;
/** The initial of a name before the next letter, as in `J.P.Martin`, which would be taken for a domain. */
const INITIAL = /(?<![\p{L}\p{M}\p{N}])(\p{L})\.(?=\p{L})/gu;
/** Seven digits or more, as they are written with separators (E.123): fewer are a house, a postal code or a time. */
const PHONE = /\+?\(?\p{Nd}(?:[ .\-/()\u00a0\u2010-\u2013]{0,3}\p{Nd}){6,}/gu;
const DATE = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?: \d{1,2})?$/;

const isLink = (word: string): boolean => SCHEME.test(word) || DOMAIN.test(word) || IPV4.test(word);

/** Whether a phone may show some of the text as a link: an address with or without its scheme, an e-mail address. */
export const hasLink = (text: string): boolean => POSSIBLE.test(text) && text.split(/\s/).some(isLink);

/** Whether the text has what a phone may offer to call. A date is no telephone number. */
export const hasPhoneNumber = (text: string): boolean =>
  POSSIBLE.test(text) && [...text.matchAll(PHONE)].some(([found]) => !DATE.test(found));

/** The text on one line, without what a phone may show as a link or offer to call. It may be empty. */
export const withoutLinks = (text: string): string => {
  if (!POSSIBLE.test(text)) return text.replaceAll(/\s+/gu, ' ').trim();
  return text
    .replaceAll(INITIAL, '$1. ')
    .split(/\s/)
    .filter((word) => !isLink(word))
    .join(' ')
    .replaceAll(PHONE, (found) => (DATE.test(found) ? found : ' '))
    .replaceAll(/\s+/gu, ' ')
    .trim();
};
