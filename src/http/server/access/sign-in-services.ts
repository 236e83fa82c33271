import type { Identities } from '../../../access/sign-in/oidc/identities.ts';
import type { SignOn } from '../../../access/sign-in/oidc/sign-on.ts';
import type { OwnAccess } from '../../../access/sign-in/own-access.ts';
import type { OwnPasskeys } from '../../../access/sign-in/passkeys/own-passkeys.ts';
import type { PasskeySignIn } from '../../../access/sign-in/passkeys/passkey-sign-in.ts';
import type { Resets } from '../../../access/sign-in/resets.ts';
import type { Sessions } from '../../../access/sign-in/sessions.ts';
import type { SignIn } from '../../../access/sign-in/sign-in.ts';

/** How people sign in. */
export interface SignInService {
  readonly sessions: Pick<Sessions, 'find' | 'list' | 'end' | 'endAll'>;
  readonly signIn: Pick<SignIn, 'signIn'>;
  readonly own: { readonly [K in keyof OwnAccess]: OwnAccess[K] };
  readonly resets: Pick<Resets, 'reset'>;
  readonly passkeys: {
    readonly own: Pick<OwnPasskeys, 'list' | 'offer' | 'register' | 'rename' | 'remove'>;
    readonly signIn: Pick<PasskeySignIn, 'options' | 'prove' | 'signIn' | 'confirmOptions' | 'confirm'>;
  };
  /** Single sign-on; undefined: there is no provider. */
  readonly signOn:
    | {
        readonly flow: Pick<SignOn, 'begin' | 'finish' | 'enterCode' | 'endAddress'>;
        readonly identities: Pick<Identities, 'get' | 'link' | 'unlink'>;
        readonly name: string;
        readonly confirms: boolean;
      }
    | undefined;
  /** Where browsers find the gateway, such as `https://tocsin.example`; undefined: wherever they say they found it. */
  readonly origin: string | undefined;
}
