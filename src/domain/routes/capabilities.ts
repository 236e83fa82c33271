/** What is known of a route by its type, before anything is measured. */
export interface RouteCapabilities {
  /** The tier in the plan that is used if none is configured. Routes of a lower tier are used first. */
  readonly tier: number;
  /**
   * A slow route takes minutes for what other routes send in a second. Where only slow routes are left, the short
   * variant of a text is sent.
   */
  readonly isSlow: boolean;
  /** Parts per second that the route is assumed to carry until its rate is measured. */
  readonly believedRate: number;
  /** The time from submit to answer that is assumed until it is measured, ms. */
  readonly believedLatencyMs: number;
  /** The largest number of parts that one claim gives to the route, however much room the route has. */
  readonly mostPartsPerClaim: number;
  /** How many claims of one class (docs/glossary.md) may be under way for the route. */
  readonly mostClaimsUnderWay: number;
  /**
   * After how many different messages that it refuses in a row, or doesn't answer, the route is quarantined. A carrier
   * answers hundreds a second, so that a list with many wrong numbers has some of them in a row by chance.
   */
  readonly sickAfter: number;
  /**
   * Whether the quarantine also needs a proof: another route has accepted one of these messages. A carrier may refuse a
   * whole list for its sender or its numbers, and must not be slowed for the messages of others.
   */
  readonly sickNeedsProof: boolean;
  /** File descriptors that the route needs in addition to those of its sessions. */
  readonly descriptors: number;
  readonly descriptorsPerSession: number;
}

/** A new type of route needs an entry here. Dispatch and alerts use these values and never ask for the type. */
export const routeCapabilities = {
  smpp: {
    tier: 1,
    isSlow: false,
    believedRate: 100,
    believedLatencyMs: 100,
    mostPartsPerClaim: Number.POSITIVE_INFINITY,
    // While the first claim is being written to disk, answers come in and make room. The second claim can fill it.
    mostClaimsUnderWay: 2,
    sickAfter: 20,
    sickNeedsProof: true,
    // File descriptors for certificate files and DNS look-ups.
    descriptors: 2,
    // Two, since a new session may be connecting while the old one is closing.
    descriptorsPerSession: 2,
  },
  modem: {
    tier: 2,
    isSlow: true,
    believedRate: 1 / 6,
    believedLatencyMs: 6000,
    // One part at a time, so that a few messages are shared among idle modems.
    mostPartsPerClaim: 1,
    mostClaimsUnderWay: 1,
    sickAfter: 3,
    sickNeedsProof: false,
    // File descriptors of one modem: its port, other ports that are opened while looking for it, a lock file and
    // the pipes of the power hook.
    descriptors: 6,
    descriptorsPerSession: 0,
  },
} as const satisfies Readonly<Record<string, RouteCapabilities>>;

/** The type of a route, in the configuration and in what operators see. */
export type RouteType = keyof typeof routeCapabilities;
