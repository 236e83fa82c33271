import { intakeLimitsOf } from '../../config/intake.ts';
import type { Config } from '../../config/schema.ts';
import type { IntakeLimits } from '../../domain/messages/intake-limits.ts';
import type { Inbox } from '../../domain/messages/queue.ts';
import { InboundGate } from '../../inbound/inbound-gate.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { IntakeAlarms } from '../../ops/intake-alarms.ts';
import type { Metrics } from '../../ops/metrics.ts';
import { Refusals, type Refused } from '../../ops/refusals.ts';

export const limitsOf = (config: Config): IntakeLimits => intakeLimitsOf(config.intake, config.routes);

export interface IntakeLimitsAround {
  readonly inbox: Inbox;
  readonly metrics: Metrics;
  /** Sets or clears the reason of an alarm on a route. */
  readonly alarm: (route: string, reason: string | undefined) => void;
  readonly received: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface IntakeLimitsPart {
  readonly gate: InboundGate;
  readonly alarms: IntakeAlarms;
  /** To be called for each call of the API that is refused, and for each wrong password. */
  readonly refused: (why: Refused) => void;
}

/** Limits messages from phones and unmatched receipts, so that nobody outside can fill the disk, and reports excess. */
export const composeIntakeLimits = (
  config: Config,
  { inbox, metrics, alarm, received, clock, log }: IntakeLimitsAround,
): IntakeLimitsPart => {
  const counter = metrics.counter<'route' | 'limit'>(
    'intake_over_limit',
    'What came in over a limit of `intake`, by route and limit.',
    ['route', 'limit'],
  );
  const alarms = new IntakeAlarms({ alarm, counter, clock, log });
  const over = alarms.over.bind(alarms);
  const calls = metrics.counter<'why'>(
    'refused_calls',
    'Refused calls of the API: token, role (403), csrf, confirmation (the password once more).',
    ['why'],
  );
  const refusals = new Refusals({ counter: calls, over, clock });
  return {
    refused: (why) => refusals.refused(why),
    gate: new InboundGate({ limits: limitsOf(config), inbox, over, received, clock }),
    alarms,
  };
};
