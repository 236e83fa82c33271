import { randomBytes, randomInt } from 'node:crypto';
import { isSameHash, slowHash } from '../../secrets/slow-hash.ts';

/** Crockford's base 32, without I, L, O and U, so that characters aren't confused when read from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Length in characters: 8 of them are 40 bits. */
const LENGTH = 8;

/** Makes a new code in the form in which it is shown once: `7K2M-9QXT`. */
export const newCode = (): string => {
  let code = '';
  for (let at = 0; at < LENGTH; at++) code += ALPHABET.charAt(randomInt(ALPHABET.length));
  return `${code.slice(0, 4)}-${code.slice(4)}`;
};

/**
 * Reads a typed code: case, blanks and hyphens are ignored, O counts as 0, I and L count as 1. Undefined if it can't
 * be a code.
 */
export const readCode = (typed: string): string | undefined => {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : undefined;
};

export interface HashedCode {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** Hashes codes with one common salt, since they are made and searched together. */
export const hashCodes = async (codes: readonly string[]): Promise<readonly HashedCode[]> => {
  const salt = randomBytes(16);
  return Promise.all(
    codes.map(async (code) => ({ salt, hash: await slowHash(readCode(code) ?? code, salt) })),
  );
};

/** Finds the matching code, with one derivation for each salt. */
export const findCode = async <Code extends HashedCode>(
  code: string,
  codes: readonly Code[],
): Promise<Code | undefined> => {
  const derived = new Map<string, Uint8Array>();
  let found: Code | undefined;
  for (const one of codes) {
    const name = Buffer.from(one.salt).toString('hex');
    const hash = derived.get(name) ?? (await slowHash(code, one.salt));
    derived.set(name, hash);
    if (isSameHash(hash, one.hash)) found = one;
  }
  return found;
};
