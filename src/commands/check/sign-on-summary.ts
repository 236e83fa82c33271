import type { Config } from '../../config/schema.ts';
import { CALLBACK } from '../../http/v1/session/oidc-pages.ts';

/** Lines for the command `check`: how people sign in. */
export const describeSignOn = ({ signOn, http }: Pick<Config, 'signOn' | 'http'>): readonly string[] => {
  if (signOn === undefined) return ['People sign in here, with a password.'];
  const { name, issuer, claim, acr, confirms } = signOn;
  const level = acr === undefined ? '' : `, at the level ${acr.join(' or ')}`;
  return [
    `People sign in here, with a password, or by ${name} (${issuer}) as the user whose ${claim} an admin has linked${level}.`,
    `  Register ${http.origin}${CALLBACK} with the provider, and ${http.origin}/ for signing out.`,
    confirms
      ? '  The password once more can be entered there too.'
      : '  The password once more is entered here: the provider is not asked for it.',
  ];
};
