import { officersOf } from '../../access/officers.ts';
import { GlassNews, type Watcher } from '../../alerts/glass/glass-news.ts';
import type { Config } from '../../config/schema.ts';
import type { Officer } from '../../domain/alerts/approvers.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { prepareApprovalSms } from './approval-sms.ts';

/** Tells whom the configuration names, and otherwise all approvers and admins, that the glass was broken. */
export const composeGlassNews = (
  { alerts: { breakGlassTells: tells, approvalClock } }: Config,
  store: Store,
  intake: Pick<Intake, 'prepare' | 'stored'>,
  log: Log,
): GlassNews => {
  const officers = officersOf(store);
  return new GlassNews({
    named: async (nowMs) => {
      const users = await Promise.all(tells.users.map((name) => officers.byName(name)));
      const duty = tells.roster === undefined ? [] : await store.duty.onDuty(tells.roster, nowMs);
      const onDuty = duty.map(({ name, phone, language }) => ({
        name,
        phone,
        language: language === 'fr' ? ('fr' as const) : ('en' as const),
      }));
      return [...reachable(users), ...onDuty];
    },
    // Whoever may administrate may approve too.
    everybody: async () => reachable(await officers.approvers()),
    prepare: prepareApprovalSms(intake, log),
    from: approvalClock.from,
    stored: (messages) => intake.stored(messages),
    log,
  });
};

const reachable = (officers: readonly (Officer | undefined)[]): readonly Watcher[] =>
  officers.flatMap((one) => (one?.phone === undefined ? [] : [{ ...one, phone: one.phone }]));
