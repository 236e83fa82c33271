const FIVE_DIGITS = /^\d{5}$/;
const FOUR_DIGITS = /^\d{4}$/;

/** The forms of postal codes, without spaces, for countries near those that use the gateway. */
const FORMS: Readonly<Record<string, RegExp>> = {
  FR: FIVE_DIGITS,
  MC: FIVE_DIGITS,
  DE: FIVE_DIGITS,
  ES: FIVE_DIGITS,
  IT: FIVE_DIGITS,
  BE: FOUR_DIGITS,
  CH: FOUR_DIGITS,
  LU: FOUR_DIGITS,
  AT: FOUR_DIGITS,
};
const ANYWHERE = /^(?=.*\d)[A-Z0-9][A-Z0-9 -]{1,9}$/;

/**
 * The postal code that a person has typed, as it is stored; undefined if it is none of the country.
 *
 * @param country ISO 3166; for a country whose form is not known here, any short text with a digit is taken
 */
export const postalCodeOf = (typed: string, country: string | undefined): string | undefined => {
  const code = typed.trim().toUpperCase();
  const form = country === undefined ? undefined : FORMS[country];
  if (form === undefined) return ANYWHERE.test(code) ? code.replaceAll(/\s+/g, ' ') : undefined;
  const joined = code.replaceAll(/[\s-]/g, '');
  return form.test(joined) ? joined : undefined;
};
