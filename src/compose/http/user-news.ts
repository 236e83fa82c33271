import { UserNews, type UserNewsDeps } from '../../access/user-news.ts';
import { USERS_OWNER } from '../../domain/access/user.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Log } from '../../kernel/log.ts';

/** Prepares an SMS to a user, by the normal routes; it is logged if no route can carry it. */
export const prepareUserSms =
  (intake: Pick<Intake, 'prepare'>, log: Log): UserNewsDeps['prepare'] =>
  async (sms) => {
    const made = await intake.prepare(sms, USERS_OWNER);
    if (!('errors' in made)) return made;
    log.error({ errors: made.errors, reference: sms.reference }, 'a user cannot be told of a change by SMS');
    return undefined;
  };

/** Tells users by SMS what was changed about them. */
export const composeUserNews = (intake: Pick<Intake, 'prepare' | 'stored'>, log: Log): UserNews =>
  new UserNews({
    prepare: prepareUserSms(intake, log),
    queued: (messages) => intake.stored(messages),
  });
