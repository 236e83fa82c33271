import { Challenges } from '../../access/sign-in/passkeys/challenges.ts';
import { OwnPasskeys } from '../../access/sign-in/passkeys/own-passkeys.ts';
import { PasskeyNews } from '../../access/sign-in/passkeys/passkey-news.ts';
import { PasskeySignIn } from '../../access/sign-in/passkeys/passkey-sign-in.ts';
import { passkeySite } from '../../access/sign-in/passkeys/site.ts';
import type { Refusals } from '../../access/sign-in/refusals.ts';
import type { UserNewsDeps } from '../../access/user-news.ts';
import type { Config } from '../../config/schema.ts';
import type { SignInService } from '../../http/server/access/sign-in-services.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';

interface PasskeysAround {
  readonly store: Store;
  readonly sms: UserNewsDeps;
  readonly refusals: Refusals;
  /** The gateway's own, in PEM; undefined: it doesn't speak TLS. */
  readonly certificate: string | Uint8Array | undefined;
  readonly clock: Clock;
}

/** How people sign in by passkeys. */
export const composePasskeys = (
  { http }: Pick<Config, 'http'>,
  { store, sms, refusals, certificate, clock }: PasskeysAround,
): SignInService['passkeys'] => {
  const deps = {
    repository: store,
    site: passkeySite(http, certificate),
    challenges: new Challenges(clock),
    news: new PasskeyNews(sms),
    refusals,
    clock,
  };
  return { own: new OwnPasskeys(deps), signIn: new PasskeySignIn(deps) };
};
