/** A key in groups of four, as one reads it from a screen and types it into a phone. */
export const inFours = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
