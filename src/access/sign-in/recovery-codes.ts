import { hash } from 'node:crypto';
import type { Credentials, UsedCode } from '../../domain/access/sign-in.ts';
import { randomPassword } from './passwords.ts';
import { stepOf } from './totp.ts';

const CODES = 10;

/** A code has 80 bits, so a fast hash keeps it secret. */
const hashOf = (code: string): Buffer =>
  hash('sha256', code.toLowerCase().replace(/[^a-z0-9]/g, ''), 'buffer');

interface RecoveryCodes {
  /** As they are shown, once. */
  readonly codes: readonly string[];
  readonly hashes: readonly Uint8Array[];
}

/** New codes, each of which stands once for a code of the app. */
export const makeRecoveryCodes = (): RecoveryCodes => {
  const codes = Array.from({ length: CODES }, randomPassword);
  return { codes, hashes: codes.map(hashOf) };
};

/** What this code proves; undefined: it is wrong. It may have been used meanwhile, which the store finds out. */
export const proofOf = (
  { secret, recovery }: Pick<Credentials, 'secret' | 'recovery'>,
  code: string,
  nowMs: number,
): UsedCode | undefined => {
  if (secret === undefined) return undefined;
  const typed = code.replace(/\s/g, '');
  const step = stepOf(secret, typed, nowMs);
  if (step !== undefined) return { kind: 'step', step };
  const hashed = hashOf(typed);
  const found = recovery.find((one) => hashed.equals(one));
  return found === undefined ? undefined : { kind: 'recovery', hash: found };
};
