import { randomBytes, randomInt } from 'node:crypto';
import type { ApprovalPage, HashedPageCode } from '../../domain/alerts/approval.ts';
import { isSameHash, slowHash } from '../../secrets/slow-hash.ts';

/** Six digits: with 10 wrong codes at most, guesses succeed for one alert in 100,000. */
export const CODE_DIGITS = 6;
/** How long a code works. */
export const CODE_VALID_MS = 10 * 60_000;

/** The salt of all codes of a phone, so that one derivation compares a typed code with all of them. */
const saltOf = (pages: readonly Pick<ApprovalPage, 'code'>[]): Uint8Array | undefined =>
  pages.find(({ code }) => code !== undefined)?.code?.salt;

/** Makes a code that no other page to the phone has. @param pages the newest pages to the phone */
export const newPageCode = async (
  pages: readonly Pick<ApprovalPage, 'code'>[],
): Promise<{ readonly code: string; readonly hashed: HashedPageCode }> => {
  const salt = saltOf(pages) ?? randomBytes(16);
  for (;;) {
    const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
    const hash = await slowHash(code, salt);
    if (!pages.some((page) => page.code !== undefined && isSameHash(page.code.hash, hash)))
      return { code, hashed: { salt, hash } };
  }
};

/** The newest page with this code. It derives one key for each salt, of which a phone has one. */
export const pageWithCode = async <Page extends Pick<ApprovalPage, 'code'>>(
  code: string,
  pages: readonly Page[],
): Promise<Page | undefined> => {
  const salt = saltOf(pages);
  if (salt === undefined || code.length !== CODE_DIGITS) return undefined;
  const hash = await slowHash(code, salt);
  return pages.find((page) => page.code !== undefined && isSameHash(page.code.hash, hash));
};

/** Whether the code of a page works at this time. */
export const isOpenAt =
  (nowMs: number) =>
  ({ endedAt, code, until }: ApprovalPage): boolean =>
    endedAt === undefined && code !== undefined && until > nowMs;
