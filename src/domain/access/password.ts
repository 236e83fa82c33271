import { foldName } from './fold-name.ts';

const SHORTEST = 12;
const LONGEST = 256;

/** The commonest passwords of 12 and more characters in French and English lists of stolen ones, and our own words. */
const COMMONEST: ReadonlySet<string> = new Set([
  '000000000000',
  '111111111111',
  '123123123123',
  '123456123456',
  '123456789012',
  '1234567890123',
  '12345678901234567890',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'abcdefghijkl',
  'administrateur',
  'administrator',
  'azertyuiop12',
  'azertyuiop123',
  'azertyuiopqsdfghjklm',
  'azertyuiopqs',
  'changeme1234',
  'iloveyou1234',
  'jetaime12345',
  'letmein12345',
  'motdepasse12',
  'motdepasse123',
  'motdepasse1234',
  'motdepassemotdepasse',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdfghjkl',
  'qwertyuiopas',
  'tocsintocsin',
  'tocsin123456',
  'welcome12345',
]);

/** The form in which a password is hashed: keyboards write one character in several ways (RFC 8265 4.2.2). */
export const normalisePassword = (text: string): string => text.normalize('NFKC');

/** Why this can be no password of the user; undefined: it can. @param password as `normalisePassword` returns it */
export const whyNoPassword = (password: string, user: string): string | undefined => {
  const { length } = [...password];
  if (length < SHORTEST) return `has fewer than ${SHORTEST} characters`;
  if (length > LONGEST) return `has more than ${LONGEST} characters`;
  const folded = foldName(password);
  if (folded === foldName(user)) return 'is the name of the user';
  if (COMMONEST.has(folded)) return 'is one of the commonest passwords';
  return undefined;
};
