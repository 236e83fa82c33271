import { holdsOf } from '../../access/holds.ts';
import { PendingActs } from '../../access/pending-acts.ts';
import type { UserNews } from '../../access/user-news.ts';
import { digest } from '../../alerts/preview/digest.ts';
import type { Config } from '../../config/schema.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import type { Notify } from '../notify.ts';
import { prepareUserSms } from './user-news.ts';

interface Around {
  readonly store: Store;
  readonly intake: Pick<Intake, 'prepare' | 'stored'>;
  readonly notify: Pick<Notify, 'publish'>;
  readonly news: UserNews;
  readonly changed: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes what waits for another admin. */
export const composePendingActs = (
  { access }: Pick<Config, 'access'>,
  { store, intake, notify, news, changed, clock, log }: Around,
): PendingActs =>
  new PendingActs({
    repository: store,
    holdOf: holdsOf(store),
    news,
    prepare: prepareUserSms(intake, log),
    queued: (messages) => intake.stored(messages),
    isAsked: access.twoPersonsForAdmin,
    digest,
    publish: notify.publish,
    changed,
    clock,
  });
