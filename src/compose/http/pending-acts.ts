import { holdsOf } from '../../access/holds.ts';
import { PendingActs } from '../../access/pending-acts.ts';
import { UserNews, type UserNewsDeps } from '../../access/user-news.ts';
import { digest } from '../../alerts/preview/digest.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Notify } from '../notify.ts';

interface Around {
  readonly store: Store;
  readonly notify: Pick<Notify, 'publish'>;
  readonly sms: UserNewsDeps;
  readonly changed: () => void;
  readonly clock: Clock;
}

/** Makes what waits for another admin. */
export const composePendingActs = (
  { access }: Pick<Config, 'access'>,
  { store, notify, sms, changed, clock }: Around,
): PendingActs =>
  new PendingActs({
    repository: store,
    holdOf: holdsOf(store),
    ...sms,
    news: new UserNews(sms),
    isAsked: access.twoPersonsForAdmin,
    digest,
    publish: notify.publish,
    changed,
    clock,
  });
