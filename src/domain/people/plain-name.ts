/**
 * The form in which names are searched for: without capitals and accents, which people leave out when they look for
 * somebody.
 */
export const plainName = (name: string): string =>
  name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
