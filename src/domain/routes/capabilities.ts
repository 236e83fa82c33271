/** What is known of a route by its type alone, before anything is measured: all that the gateway asks it by. */
export interface RouteCapabilities {
  /** In the plan that stands where none is configured: routes of a lower tier are used first. */
  readonly tier: number;
  /** It takes minutes for what others carry in a second: where only such routes are left, the shorter text is sent. */
  readonly isSlow: boolean;
  /** Parts per second that it is believed to carry until it has shown otherwise. */
  readonly believedRate: number;
  /** Submit to answer that is believed of it until it has shown otherwise, ms. */
  readonly believedLatencyMs: number;
  /** Parts that it is given by one claim, whatever room it has. */
  readonly mostPartsPerClaim: number;
  /** Claims of one class of messages that may be under way for it. */
  readonly mostClaimsUnderWay: number;
  /** File descriptors that it needs beside its sessions. */
  readonly descriptors: number;
  readonly descriptorsPerSession: number;
}

/** A new type of route has its line here; dispatch and alerts never ask for the type. */
export const routeCapabilities = {
  smpp: {
    tier: 1,
    isSlow: false,
    believedRate: 100,
    believedLatencyMs: 100,
    mostPartsPerClaim: Number.POSITIVE_INFINITY,
    // While the first is synced, the room that answers made is claimed for in the commit that keeps those answers.
    mostClaimsUnderWay: 2,
    // Files of certificates, look-ups of names.
    descriptors: 2,
    // And another session that is dialled while the old one isn't closed yet.
    descriptorsPerSession: 2,
  },
  modem: {
    tier: 2,
    isSlow: true,
    believedRate: 1 / 6,
    believedLatencyMs: 6000,
    // One after the other, so that a few messages are shared out among the modems that are idle.
    mostPartsPerClaim: 1,
    mostClaimsUnderWay: 1,
    // Its port, those tried while it is looked for, a lock, a hook's pipes.
    descriptors: 6,
    descriptorsPerSession: 0,
  },
} as const satisfies Readonly<Record<string, RouteCapabilities>>;

/** What people call the kind of a route, in the configuration and in what they are shown. */
export type RouteType = keyof typeof routeCapabilities;
