import { OwnAccess } from '../../access/sign-in/own-access.ts';
import { Passwords } from '../../access/sign-in/passwords.ts';
import { Refusals, type SignInOutcome } from '../../access/sign-in/refusals.ts';
import { Resets } from '../../access/sign-in/resets.ts';
import { Sessions } from '../../access/sign-in/sessions.ts';
import { SignIn } from '../../access/sign-in/sign-in.ts';
import { UserNews, type UserNewsDeps } from '../../access/user-news.ts';
import type { Config } from '../../config/schema.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { SignInService } from '../../http/server/access/sign-in-services.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Store } from '../../store/store.ts';
import { composePasskeys } from './passkeys.ts';

interface SignInsAround {
  readonly store: Store;
  readonly sms: UserNewsDeps;
  readonly certificate: string | Uint8Array | undefined;
  readonly audit: Audit;
  readonly metrics: Metrics;
  /** Called for each wrong password or code. */
  readonly wrong: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** How people sign in, with its metrics. */
export const composeSignIns = async (
  config: Config,
  { store, sms, certificate, audit, metrics, wrong, clock, log }: SignInsAround,
): Promise<SignInService> => {
  const tries = metrics.counter(
    'sign_ins',
    'Tries to sign in: done, wrong, codeNeeded, expired (a one-time password), waits (too many were wrong), busy (too many at once).',
    ['outcome'],
  );
  const count = (outcome: SignInOutcome): void => {
    tries.inc({ outcome });
    if (outcome === 'wrong' || outcome === 'waits') wrong();
  };
  const refusals = new Refusals({ audit, clock, log, count });
  const news = new UserNews(sms);
  const deps = { repository: store, passwords: new Passwords(), refusals, clock };
  // What few have configured is not loaded at every start.
  const signOn = config.signOn === undefined ? undefined : await import('./sign-on.ts');
  return {
    sessions: new Sessions(store, clock),
    signIn: new SignIn(deps),
    own: new OwnAccess(deps),
    resets: new Resets({ ...deps, news }),
    passkeys: composePasskeys(config, { store, sms, refusals, certificate, clock }),
    signOn: signOn?.composeSignOn(config, { store, news, log, refusals, clock }),
    origin: config.http.origin,
  };
};
