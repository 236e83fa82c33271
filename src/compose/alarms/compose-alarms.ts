import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import { ALARMS_OWNER } from '../../domain/operation/alarm.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Alarms } from '../../ops/alarms/alarm-service.ts';
import { smsOf } from '../../ops/alarms/alarm-sms.ts';
import { recipientsOf } from '../../ops/alarms/recipients.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Store } from '../../store/store.ts';
import { type AlarmSourcesAround, alarmSources } from './alarm-sources.ts';
import { recipientsIn } from './compose-known-kinds.ts';

interface AlarmsAround extends Omit<AlarmSourcesAround, 'clock'> {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly intake: Pick<Intake, 'prepare' | 'stored'>;
  readonly metrics: Metrics;
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * How long an SMS about an alarm may wait to be sent, ms. One about the only route waits for that route; later it is no
 * news, and the next one tells of what is wrong then.
 */
const VALID_FOR_MS = 15 * 60_000;

/** Makes the alarms of the gateway about itself, and what tells people of them. */
export const composeAlarms = (config: Config, around: AlarmsAround): Alarms => {
  const { store, intake, metrics, announce, clock, log } = around;
  const { sms, off } = config.alarms;
  const who = recipientsIn(config, store, log);
  const alarms = new Alarms({
    repository: store.alarms,
    sources: alarmSources(config, around),
    off: new Set(off),
    policy: { severities: sms.severities, tellAgainMs: sms.tellAgain },
    messages: async (telling, nowMs) => {
      const made = await Promise.all(
        (await recipientsOf(who, telling.toAdmins, nowMs)).map(({ phone: to, language }) =>
          intake.prepare(
            {
              to,
              text: smsOf(telling, language, config.timeZone, nowMs),
              priority: 'high',
              validForMs: VALID_FOR_MS,
              reference: 'alarm',
              transliterate: true,
            },
            ALARMS_OWNER,
          ),
        ),
      );
      return made.flatMap((one) => {
        if (!('errors' in one)) return [one];
        log.error({ errors: one.errors }, 'an SMS about an alarm cannot be sent');
        return [];
      });
    },
    queued: (messages) => intake.stored(messages),
    announce,
    clock,
    log,
  });
  metrics.observeAlarms(() => alarms.standing());
  return alarms;
};
