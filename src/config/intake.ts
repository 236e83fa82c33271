import { z } from 'zod';
import {
  DEFAULT_INTAKE_LIMITS,
  type IntakeLimits,
  type RouteIntakeLimits,
} from '../domain/messages/intake-limits.ts';
import { duration } from './duration.ts';
import { size } from './size.ts';

const count = z.int().min(1).max(100_000_000);
const own = DEFAULT_INTAKE_LIMITS.others;

/** Limits of one route. A limit that is left out has the value that `intake` sets for every route. */
export const routeInbound = z
  .strictObject({
    perHour: count.optional(),
    perSenderPerHour: count.optional(),
    incomplete: count.optional(),
    incompletePerSender: count.optional(),
    unmatchedReceipts: count.optional(),
  })
  .prefault({});

/**
 * Limits for messages from phones and for receipts, so that nobody outside can fill the disk. docs/limits.md gives the
 * reasons.
 */
export const intakeConfig = z.strictObject({
  /** The limits of each route. */
  inbound: z
    .strictObject({
      /** Messages from phones in an hour. A long text counts once for each 1,024 characters or part of them. */
      perHour: count.default(own.perHour),
      perSenderPerHour: count.default(own.perSenderPerHour),
      /** Long messages that wait for missing parts. */
      incomplete: count.default(own.incomplete),
      incompletePerSender: count.default(own.incompletePerSender),
      incompleteFor: duration({ minMs: 60_000, maxMs: 7 * 86_400_000 }).prefault('24h'),
    })
    .prefault({}),
  /** Receipts that match no message. */
  evidence: z
    .strictObject({
      unmatchedReceiptsPerRoute: count.default(own.unmatchedReceipts),
      unmatchedReceipts: count.default(DEFAULT_INTAKE_LIMITS.unmatchedReceipts),
    })
    .prefault({}),
  /** Free space of the store's disk below which nothing new is accepted; 0: no reserve. */
  diskReserve: size.prefault('200MB'),
});

type Given = z.output<typeof routeInbound>;

/** The limits of each route. A limit that the route leaves out has the value for every route. */
export const intakeLimitsOf = (
  { inbound, evidence }: z.output<typeof intakeConfig>,
  routes: readonly { readonly id: string; readonly inbound: Given }[],
): IntakeLimits => {
  const others: RouteIntakeLimits = {
    perHour: inbound.perHour,
    perSenderPerHour: inbound.perSenderPerHour,
    incomplete: inbound.incomplete,
    incompletePerSender: inbound.incompletePerSender,
    unmatchedReceipts: evidence.unmatchedReceiptsPerRoute,
  };
  const given = (limits: Given): RouteIntakeLimits => ({
    perHour: limits.perHour ?? others.perHour,
    perSenderPerHour: limits.perSenderPerHour ?? others.perSenderPerHour,
    incomplete: limits.incomplete ?? others.incomplete,
    incompletePerSender: limits.incompletePerSender ?? others.incompletePerSender,
    unmatchedReceipts: limits.unmatchedReceipts ?? others.unmatchedReceipts,
  });
  return {
    byRoute: Object.fromEntries(routes.map(({ id, inbound: limits }) => [id, given(limits)])),
    others,
    incompleteForMs: inbound.incompleteFor,
    unmatchedReceipts: evidence.unmatchedReceipts,
  };
};
