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

/** Of one route, where it is to have others than all; left out: as `intake` has it. */
export const routeInbound = z
  .strictObject({
    perHour: count.optional(),
    perSenderPerHour: count.optional(),
    incomplete: count.optional(),
    incompletePerSender: count.optional(),
    unmatchedReceipts: count.optional(),
  })
  .prefault({});

/** How much of what comes in is kept, so that nobody outside fills the disk; docs/limits.md has the reason of each. */
export const intakeConfig = z.strictObject({
  /** Of each route. */
  inbound: z
    .strictObject({
      /** Messages from phones; a long text counts once for each KiB that it has begun. */
      perHour: count.default(own.perHour),
      perSenderPerHour: count.default(own.perSenderPerHour),
      /** Long messages that wait for the rest of their parts, and how long they may. */
      incomplete: count.default(own.incomplete),
      incompletePerSender: count.default(own.incompletePerSender),
      incompleteFor: duration({ minMs: 60_000, maxMs: 7 * 86_400_000 }).prefault('24h'),
    })
    .prefault({}),
  /** Receipts that belong to no message. */
  evidence: z
    .strictObject({
      unmatchedReceiptsPerRoute: count.default(own.unmatchedReceipts),
      unmatchedReceipts: count.default(DEFAULT_INTAKE_LIMITS.unmatchedReceipts),
    })
    .prefault({}),
  /** Of the store's disk: while less is free, nothing new is taken in; 0: none. */
  diskReserve: size.prefault('200MB'),
});

type Given = z.output<typeof routeInbound>;

/** What holds for each route. */
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
