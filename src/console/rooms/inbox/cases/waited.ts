/**
 * How long a call has been waiting, in seconds. The gateway said it when it answered, so that the clock of this machine
 * need not be right: only the time since the answer is measured here.
 */
export const waitedNow = (saidSeconds: number, saidAtMs: number, nowMs: number): number =>
  saidSeconds + Math.max(0, Math.floor((nowMs - saidAtMs) / 1000));

/** From when on a call has waited too long: the duty list is told of it again after five minutes. */
export const LONG_S = 300;

/** Calls with the longest waiting on top; of those that wait equally long the lower number first. */
export const byWaiting = <One extends { readonly id: number; readonly waitingSince: string }>(
  cases: readonly One[],
): readonly One[] =>
  [...cases].sort((a, b) => Date.parse(a.waitingSince) - Date.parse(b.waitingSince) || a.id - b.id);
