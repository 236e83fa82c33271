import type { Assertion, PasskeyOptions } from '../api/session.ts';

/** Browsers use no passkeys at an address that is only digits (docs/sign-in.md). */
const isBareAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);

/** Whether this browser can use a passkey at this address of the gateway. */
export const canUsePasskeys = (): boolean =>
  'PublicKeyCredential' in window &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  !isBareAddress(window.location.hostname);

/** The browser gave no passkey: the person gave up, or the page has not the name that passkeys work at. */
export class NoPasskey extends Error {
  readonly why: 'givenUp' | 'elsewhere';

  constructor(why: 'givenUp' | 'elsewhere') {
    super(why);
    this.why = why;
  }
}

/**
 * Asks the person for a passkey.
 *
 * @throws NoPasskey
 */
export const askForPasskey = async (options: PasskeyOptions): Promise<Assertion> => {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
    );
    const given = await navigator.credentials.get({ publicKey });
    if (!(given instanceof PublicKeyCredential)) throw new NoPasskey('givenUp');
    return given.toJSON() as Assertion;
  } catch (error) {
    if (error instanceof NoPasskey) throw error;
    const isElsewhere = error instanceof DOMException && error.name === 'SecurityError';
    throw new NoPasskey(isElsewhere ? 'elsewhere' : 'givenUp');
  }
};
