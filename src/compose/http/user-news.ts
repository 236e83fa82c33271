import type { UserNewsDeps } from '../../access/user-news.ts';
import { USERS_OWNER } from '../../domain/access/user.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Log } from '../../kernel/log.ts';

/** How users are told by SMS, by the normal routes, what was changed about them. */
export const smsToUsers = (intake: Pick<Intake, 'prepare' | 'stored'>, log: Log): UserNewsDeps => ({
  prepare: async (sms) => {
    const made = await intake.prepare(sms, USERS_OWNER);
    if (!('errors' in made)) return made;
    log.error({ errors: made.errors, reference: sms.reference }, 'a user cannot be told of a change by SMS');
    return undefined;
  },
  queued: (messages) => intake.stored(messages),
});
