/**
 * Why a CAP message that the store doesn't know is not carried out without an operator: it was sent before a backup was
 * restored, so the gateway may have carried it out after that backup. Feeds list a message for days.
 * @param sent its `sent`, RFC 3339
 * @param restoredAt when a backup was restored last, ms since the epoch; undefined: never
 */
export const whyMaybeKnown = (sent: string, restoredAt: number | undefined): string | undefined =>
  restoredAt !== undefined && Date.parse(sent) <= restoredAt
    ? 'a backup was restored after the CAP message was sent: it may have gone out before'
    : undefined;
