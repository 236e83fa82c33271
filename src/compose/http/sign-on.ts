import { Identities } from '../../access/sign-in/oidc/identities.ts';
import { Provider } from '../../access/sign-in/oidc/provider.ts';
import { SignOn, type SignOnDeps } from '../../access/sign-in/oidc/sign-on.ts';
import type { UserNews } from '../../access/user-news.ts';
import type { Config } from '../../config/schema.ts';
import type { SignInService } from '../../http/server/access/sign-in-services.ts';
import { CALLBACK } from '../../http/v1/session/oidc-pages.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';

interface SignOnAround extends Pick<SignOnDeps, 'refusals' | 'clock'> {
  readonly store: Store;
  readonly news: UserNews;
  readonly log: Log;
}

/** Single sign-on, if the configuration names a provider. Nothing is asked of the provider here. */
export const composeSignOn = (
  { signOn, http: { origin } }: Pick<Config, 'signOn'> & { readonly http: Pick<Config['http'], 'origin'> },
  { store, news, log, refusals, clock }: SignOnAround,
): SignInService['signOn'] => {
  if (signOn === undefined || origin === undefined) return undefined;
  const provider = new Provider(signOn, `${origin}${CALLBACK}`, { clock, log });
  const { issuer, claim, name, confirms } = signOn;
  return {
    flow: new SignOn({ provider, repository: store, refusals, clock }),
    identities: new Identities({ issuer, claim, repository: store, clock, news }),
    name,
    confirms,
  };
};
