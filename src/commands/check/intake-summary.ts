import { intakeLimitsOf } from '../../config/intake.ts';
import type { Config } from '../../config/schema.ts';
import { limitsOfRoute, type RouteIntakeLimits } from '../../domain/messages/intake-limits.ts';

const n = (count: number): string => count.toLocaleString('en-US');

/** Lines for the command `check`: how many messages from phones and receipts are accepted and kept. */
export const describeIntake = (config: Config): readonly string[] => {
  const limits = intakeLimitsOf(config.intake, config.routes);
  const ofRoute = (limit: RouteIntakeLimits): string =>
    `${n(limit.perHour)} messages from phones in an hour, ${n(limit.perSenderPerHour)} from one phone; ` +
    `${n(limit.incomplete)} incomplete long messages, ${n(limit.incompletePerSender)} from one phone; ` +
    `${n(limit.unmatchedReceipts)} receipts that belong to no message`;
  const usual = ofRoute(limits.others);
  const own = config.routes.flatMap(({ id }) => {
    const words = ofRoute(limitsOfRoute(limits, id));
    return words === usual ? [] : [`  ${id}: ${words}`];
  });
  const { diskReserve } = config.intake;
  return [
    'What comes in (over a limit it is refused, shown early or counted, and told: docs/limits.md)',
    `  by each route at most ${usual}`,
    ...own,
    `  in all at most ${n(limits.unmatchedReceipts)} receipts that belong to no message, ${n(config.inbound.repliesPerHourInAll)} automatic replies in an hour (${config.inbound.repliesPerHour} to one number)`,
    `  an incomplete long message is shown as far as it came after ${limits.incompleteForMs / 3_600_000} h`,
    diskReserve === 0 || config.store.sqlite === undefined
      ? '  until the disk is full: no free space is reserved for accepted messages'
      : `  while at least ${n(diskReserve / 1e6)} MB of the disk are free, which are reserved for accepted messages`,
  ];
};
