/** A limit of the parts that a route may send in any period of one length, and the parts that count now. */
export interface PartLimit {
  /** Parts that the period may have, 1 or more. */
  readonly most: number;
  readonly periodMs: number;
  /** Parts are counted in steps of this length, ms: a part counts until the period after the end of its step. */
  readonly stepMs: number;
  /** Parts that count now, by the time from which they no longer count, ms since the epoch; the earliest first. */
  readonly held: readonly { readonly until: number; readonly parts: number }[];
}

/** What the limits of a route, such as those of its SIM, allow beyond the pace at which it sends. */
export interface Allowance {
  readonly limits: readonly PartLimit[];
  /** How many different recipients the route may write to in a month, and to whom it has written; left out: any. */
  readonly recipients?: { readonly most: number; readonly known: ReadonlySet<string> } | undefined;
}

/** From when a part that is sent at this time no longer counts, ms since the epoch. */
export const countsUntil = ({ periodMs, stepMs }: PartLimit, sentAt: number): number =>
  (Math.floor(sentAt / stepMs) + 1) * stepMs + periodMs;

/** How long a message may be for a route whose limits count parts, such as those of a SIM. */
export interface MessageLengths {
  /** Parts that the limits leave now and that no part in the route needs: a longer message can't be finished yet. */
  readonly now: number;
  /** Parts that the limits allow at once at best: the route refuses a longer message. */
  readonly most: number;
}

/** When the limits leave so many parts if the route sends nothing meanwhile, ms from now; infinite: never. */
export const msUntilRoom = ({ limits }: Allowance, parts: number, now: number): number =>
  Math.max(0, ...limits.map((limit) => roomAt(limit, parts, now) - now));

const roomAt = ({ most, held }: PartLimit, parts: number, now: number): number => {
  let used = held.reduce((sum, one) => sum + one.parts, 0);
  if (used + parts <= most) return now;
  for (const one of held) {
    used -= one.parts;
    if (used + parts <= most) return one.until;
  }
  return Number.POSITIVE_INFINITY;
};
