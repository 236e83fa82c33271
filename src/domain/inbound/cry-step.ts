/** What is known of the newest case of a phone. Times in ms since the epoch. */
export interface EarlierCase {
  readonly state: string;
  readonly alert: number | undefined;
  readonly cries: number;
  readonly safeAt: number | undefined;
  readonly pagedAt: number | undefined;
  readonly closedAt: number | undefined;
}

/** A cry within this time after its case was closed opens that case again: the help wasn't enough. */
const REOPENED_WITHIN_MS = 12 * 3_600_000;
/** From so many cries on, a phone that writes "safe" and "help" in turns pages no more often than the clock does. */
const RAPID_CRIES = 10;

/**
 * What a further cry of a phone does: opens a case, opens the last one again, pages the duty list again at once, or is
 * only added to the case.
 */
export const reactToCry = (
  earlier: EarlierCase | undefined,
  alert: number | undefined,
  nowMs: number,
  pageAgainMs: number,
): 'open' | 'reopen' | 'page' | 'add' => {
  if (earlier === undefined) return 'open';
  if (earlier.closedAt !== undefined) {
    const isSame = alert === undefined || earlier.alert === undefined || earlier.alert === alert;
    return isSame && nowMs - earlier.closedAt < REOPENED_WITHIN_MS ? 'reopen' : 'open';
  }
  const rested = earlier.pagedAt === undefined || nowMs - earlier.pagedAt >= pageAgainMs;
  // While nobody has taken the case, the clock pages again.
  if (earlier.state === 'taken' && rested) return 'page';
  return earlier.safeAt !== undefined && (rested || earlier.cries < RAPID_CRIES) ? 'page' : 'add';
};
