import type { InboxSearch } from '../../../api/types/inbox.ts';

/** Digits with what people write between them; four at least, since "1" and "112" are what phones answer. */
const NUMBER = /^\+?(?:[\s.()-]*\d){4,}[\s.()-]*$/;

/** What a text in the one field of the search asks for: a number, or words. */
export const searchOf = (written: string): Pick<InboxSearch, 'from' | 'text'> => {
  const text = written.trim();
  if (text === '') return {};
  if (!NUMBER.test(text)) return { text };
  // +33 (0)6: the 0 in brackets is only dialled within the country.
  const number = text.startsWith('+') ? text.replace('(0)', '') : text;
  return { from: number.replaceAll(/[\s.()-]/g, '') };
};
