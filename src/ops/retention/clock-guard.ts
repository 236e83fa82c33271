/** A gateway looks at the clock each hour: more than this between two looks it was off, or the clock has leapt, ms. */
const MOST_AHEAD_MS = 7 * 86_400_000;
/** So much the clock may be set back without anybody having to wonder, ms. */
const MOST_BEHIND_MS = 3_600_000;

/**
 * Whether a time may be believed, of a machine that may have begun with a wrong one: by it things are deleted. The
 * clock may be neither earlier than what was believed before, nor much later; what it leaps ahead nothing in the store
 * can tell from a long time switched off, so that is for a person to say.
 *
 * @returns why it is not believed; undefined: it is
 */
export const whyNotBelieved = (believedAt: number, now: number): string | undefined => {
  const known = new Date(believedAt).toISOString();
  const says = new Date(now).toISOString();
  if (now < believedAt - MOST_BEHIND_MS)
    return `the clock says ${says}, and yet it was ${known} before: nothing is deleted until it is later than that`;
  if (now > believedAt + MOST_AHEAD_MS)
    return `the clock says ${says}, and the last that is known is ${known}: nothing is deleted until an admin confirms the time`;
  return undefined;
};
