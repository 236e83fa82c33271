import type { ContactFilter } from '../../../api/people/contacts.ts';

/** What somebody types into the one field: digits search for a number, everything else for a name. */
export const searchOf = (text: string): Pick<ContactFilter, 'name' | 'number'> => {
  const trimmed = text.trim();
  if (trimmed === '') return {};
  if (/^\+?[\d\s.()/-]+$/.test(trimmed)) {
    // +33 (0)6: the 0 in brackets is only dialled within the country.
    const written = trimmed.startsWith('+') ? trimmed.replace('(0)', '') : trimmed;
    return { number: written.replaceAll(/[^\d+]/g, '') };
  }
  return { name: trimmed };
};

/** The language that somebody typed as a filter, '' for none; undefined: it is no language, and would find nobody. */
export const languageIn = (text: string): string | undefined => {
  const trimmed = text.trim();
  return trimmed === '' || /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(trimmed) ? trimmed : undefined;
};
