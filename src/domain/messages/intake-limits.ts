/**
 * Limits of what is stored of messages and receipts that come in by one route, so that nobody outside can fill the
 * disk.
 */
export interface RouteIntakeLimits {
  /** Messages from all phones in an hour. A long text counts once for each 1,024 UTF-16 units or part of them. */
  readonly perHour: number;
  /** Messages from one phone in an hour. A long text counts once for each 1,024 UTF-16 units or part of them. */
  readonly perSenderPerHour: number;
  /** Long messages of which parts are missing, from all senders. */
  readonly incomplete: number;
  /** Long messages of one sender of which parts are missing. */
  readonly incompletePerSender: number;
  /** Receipts that match no message. */
  readonly unmatchedReceipts: number;
}

export interface IntakeLimits {
  readonly byRoute: Readonly<Record<string, RouteIntakeLimits>>;
  /** The limits of a route that is not in the configuration any more. */
  readonly others: RouteIntakeLimits;
  /** How long a long message waits for missing parts, ms. */
  readonly incompleteForMs: number;
  /** Receipts that match no message, of all routes together. */
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
