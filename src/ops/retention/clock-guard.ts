/**
 * The clock is checked every hour. If it has gone ahead by more than this since the last check, in ms, the gateway was
 * off or the clock jumped.
 */
const MOST_AHEAD_MS = 7 * 86_400_000;
/** How far the clock may be behind the last check before it isn't trusted any more, in ms. */
const MOST_BEHIND_MS = 3_600_000;

/**
 * Whether the clock can be trusted to decide what is deleted, on a machine that may start with a wrong time. The clock
 * may be neither earlier nor much later than `believedAt`, the last time that was trusted. The gateway can't tell a
 * jump ahead from a long time switched off, so a person has to confirm a time that is much later.
 * @returns why the clock is not trusted; undefined if it is trusted
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
