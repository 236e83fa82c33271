import type { Config } from '../../config/schema.ts';
import { dutyNumbers } from '../../inbound/duty/duty-numbers.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Alarms } from '../../ops/alarms/alarm-service.ts';
import { type KnownKinds, knownKindsOf } from '../../ops/alarms/known-kinds.ts';
import type { RecipientsDeps } from '../../ops/alarms/recipients.ts';
import type { Store } from '../../store/store.ts';

/** Whom the configuration names to be told of alarms. */
export const recipientsIn = (config: Config, store: Store, log: Log): RecipientsDeps => ({
  to: config.alarms.sms.to,
  duty: dutyNumbers(config.inbound, store.duty, log),
  users: store,
  language: config.inbound.language ?? 'fr',
});

interface KnownKindsAround {
  readonly store: Store;
  readonly alarms: Pick<Alarms, 'standing'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells of every kind of alarm by the configuration that the alarms were started with. */
export const composeKnownKinds = (
  config: Config,
  { store, alarms, clock, log }: KnownKindsAround,
): (() => Promise<KnownKinds>) => {
  const { sms, off } = config.alarms;
  const deps = {
    setting: config,
    off: new Set(off),
    severities: sms.severities,
    tellAgainMs: sms.tellAgain,
    recipients: recipientsIn(config, store, log),
    standing: () => alarms.standing(),
  };
  return () => knownKindsOf(deps, clock.now());
};
