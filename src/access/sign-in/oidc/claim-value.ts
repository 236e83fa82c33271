const LONGEST = 255;

/**
 * A value of the claim as it is compared. Only an address differs by capitals alone without being another one. No other
 * letters are folded: whoever chooses a name at the provider must not be able to make it equal to somebody else's.
 */
export const comparable = (claim: string, value: string): string =>
  claim === 'email' ? value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : value;

/** Whether this can be the value of a claim. */
export const isClaimValue = (value: string): boolean =>
  value.length <= LONGEST && value.trim() === value && /^[^\p{Cc}\p{Cf}]+$/u.test(value);

/** What the claims say, as it is compared; undefined: nothing, or an address that the provider has not verified. */
export const claimValue = (claim: string, claims: Readonly<Record<string, unknown>>): string | undefined => {
  const value = claims[claim];
  if (typeof value !== 'string' || !isClaimValue(value)) return undefined;
  if (claim === 'email' && claims['email_verified'] !== true) return undefined;
  return comparable(claim, value);
};
