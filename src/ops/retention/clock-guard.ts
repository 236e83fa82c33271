/**
 * The clock is checked every hour. If it is more than this later than before, the gateway was off or the clock jumped,
 * ms.
 */
const MOST_AHEAD_MS = 7 * 86_400_000;
/** How far the clock may be set back without a warning, ms. */
const MOST_BEHIND_MS = 3_600_000;

/**
 * Whether the clock can be trusted to decide what is deleted, on a machine that may start with a wrong time. It may be
 * neither earlier than a time trusted before nor much later. The store can't tell a jump ahead from a long time
 * switched off, so a person has to confirm it.
 * @returns why the clock is not trusted; undefined if it is
 */
export const whyNotBelieved = (believedAt: number, now: number): string | undefined => {
  const known = new Date(believedAt).toISOString();
  const says = new Date(now).toISOString();
  if (now < believedAt - MOST_BEHIND_MS)
    return `the clock says ${says}, which is earlier than ${known}, when it was last checked: nothing is deleted until it is later than that`;
  if (now > believedAt + MOST_AHEAD_MS)
    return `the clock says ${says}, which is much later than ${known}, when it was last checked: nothing is deleted until an admin confirms the time`;
  return undefined;
};
