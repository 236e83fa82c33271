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

const nameOf = (salt: Uint8Array): string => Buffer.from(salt).toString('hex');

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

/**
 * The newest page with this code. It derives one key for each salt: a phone has few, mostly one. Pages that were made
 * at the same time, as the first ones to a phone, have one each.
 */
export const pageWithCode = async <Page extends Pick<ApprovalPage, 'code'>>(
  code: string,
  pages: readonly Page[],
): Promise<Page | undefined> => {
  if (code.length !== CODE_DIGITS) return undefined;
  const hashes = new Map<string, Uint8Array>();
  for (const page of pages) {
    if (page.code === undefined) continue;
    const name = nameOf(page.code.salt);
    if (!hashes.has(name)) hashes.set(name, await slowHash(code, page.code.salt));
  }
  return pages.find((page) => {
    const hash = page.code === undefined ? undefined : hashes.get(nameOf(page.code.salt));
    return page.code !== undefined && hash !== undefined && isSameHash(page.code.hash, hash);
  });
};

/** Whether the code of a page works at this time. */
export const isOpenAt =
  (nowMs: number) =>
  ({ endedAt, code, until }: ApprovalPage): boolean =>
    endedAt === undefined && code !== undefined && until > nowMs;
