import { parseMessageId } from '../../../domain/messages/message-id.ts';

/** What somebody typed into the search box. */
export type Search =
  | { readonly kind: 'nothing' }
  /** In E.164 (`isNational` false), or as written in a country that only the gateway knows. */
  | { readonly kind: 'number'; readonly number: string; readonly isNational: boolean }
  | { readonly kind: 'message'; readonly id: string }
  | { readonly kind: 'text'; readonly text: string };

/** Only digits and what people write between and before them. */
const NUMBER = /^(?:\+|00)?[\d\s().\-/\u00a0\u202f]{6,30}$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const LEAST_DIGITS = 6;

/**
 * Reads what was typed: a number in any writing (06 39 98 00 42, 0033 6 39…, +33 (0)6.39…, tel:+33…), the id of a
 * message, or a text, which is a reference or a name.
 */
export const readSearch = (typed: string): Search => {
  const text = typed.trim().replace(/^tel:/i, '').trim();
  if (text === '') return { kind: 'nothing' };
  if (NUMBER.test(text)) {
    const bare = text.replaceAll(/[^\d+]/g, '');
    // +33 (0)6: the 0 in brackets is only dialled within the country.
    const international = /^(?:\+|00)/.test(bare)
      ? text
          .replace(/\(0\)/, '')
          .replaceAll(/[^\d+]/g, '')
          .replace(/^00/, '+')
      : undefined;
    if (international !== undefined && E164.test(international))
      return { kind: 'number', number: international, isNational: false };
    // 33 6 39 98 00 42, as carriers write it.
    if (/^33[1-9]\d{8}$/.test(bare)) return { kind: 'number', number: `+${bare}`, isNational: false };
    if (international === undefined && bare.length >= LEAST_DIGITS)
      return { kind: 'number', number: bare, isNational: true };
  }
  const id = text.toLowerCase();
  return parseMessageId(id) === undefined ? { kind: 'text', text } : { kind: 'message', id };
};
