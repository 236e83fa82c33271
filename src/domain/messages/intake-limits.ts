/** How much of what comes in by one route is kept: nobody outside may fill the disk. */
export interface RouteIntakeLimits {
  /** Messages from phones in an hour, all senders together; a long text counts once for each KiB that it has begun. */
  readonly perHour: number;
  /** The same, from one sender. */
  readonly perSenderPerHour: number;
  /** Long messages that wait for the rest of their parts. */
  readonly incomplete: number;
  /** The same, from one sender. */
  readonly incompletePerSender: number;
  /** Receipts that belong to no message. */
  readonly unmatchedReceipts: number;
}

export interface IntakeLimits {
  readonly byRoute: Readonly<Record<string, RouteIntakeLimits>>;
  /** For a route that is no longer in the configuration. */
  readonly others: RouteIntakeLimits;
  /** How long a long message waits for the rest of its parts, ms. */
  readonly incompleteForMs: number;
  /** Receipts that belong to no message, of all routes together. */
  readonly unmatchedReceipts: number;
}

export const DEFAULT_INTAKE_LIMITS: IntakeLimits = {
  byRoute: {},
  others: {
    perHour: 200_000,
    perSenderPerHour: 200,
    incomplete: 10_000,
    incompletePerSender: 20,
    unmatchedReceipts: 20_000,
  },
  incompleteForMs: 86_400_000,
  unmatchedReceipts: 50_000,
};

export const limitsOfRoute = ({ byRoute, others }: IntakeLimits, route: string): RouteIntakeLimits =>
  byRoute[route] ?? others;
