import type { Passkey } from '../../../domain/access/passkey.ts';
import { CHALLENGE_MS } from './challenges.ts';
import type { PasskeySite } from './site.ts';

type Site = Extract<PasskeySite, { readonly kind: 'site' }>;

/** What a browser sends of a new passkey, in base64url: `PublicKeyCredential.toJSON()`, as far as it is read. */
export interface Registration {
  readonly id: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly string[] | undefined;
  };
}

/** What a browser sends of a passkey that is used. */
export interface Assertion {
  readonly id: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | null | undefined;
  };
}

/** Options as `PublicKeyCredential.parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` read them. */
export interface CeremonyOptions {
  readonly challenge: string;
}

interface Wrong {
  readonly kind: 'wrong';
  /** In words, with nothing secret in them. */
  readonly why: string;
}

/** EdDSA, ES256 and RS256 (RFC 9053): what authenticators have. */
const ALGORITHMS = [-8, -7, -257];
/** A key of RSA with 4096 bits has some 530 octets. A larger one would only cost time at each sign-in. */
const MOST_KEY_OCTETS = 700;
const WHY_CHARACTERS = 200;

// The library and its parsers of certificates take 26 MB and 0.1 s: most gateways never need them.
const library = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

/**
 * A passkey has to be found by the authenticator without a name (discoverable), and to know its user (PIN, finger,
 * face): then it is something that one has and something that one knows or is.
 */
export const creationOptions = async (
  { rpId }: Site,
  user: { readonly name: string; readonly handle: Uint8Array },
  challenge: Uint8Array<ArrayBuffer>,
  present: readonly Passkey[],
): Promise<CeremonyOptions> => {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: 'Tocsin',
    rpID: rpId,
    userName: user.name,
    userDisplayName: user.name,
    userID: new Uint8Array(user.handle),
    challenge,
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: present.map(described),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
};

/** @param allowed the passkeys that may answer; empty: any that the authenticator has for this site */
export const requestOptions = async (
  { rpId }: Site,
  challenge: Uint8Array<ArrayBuffer>,
  allowed: readonly Passkey[],
): Promise<CeremonyOptions> => {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge,
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: allowed.map(described),
  });
};

/** @param isOpen whether a challenge can be answered, in base64url */
export const verifyRegistration = async (
  { origin, rpId }: Site,
  { id, response }: Registration,
  isOpen: (challenge: string) => boolean,
): Promise<Wrong | ({ readonly kind: 'right' } & Pick<Passkey, 'credentialId' | 'publicKey' | 'counter'>)> =>
  sayingWhy(async () => {
    const { verifyRegistrationResponse } = await library();
    await refuseFrames(response.clientDataJSON);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...credential(id),
        response: {
          clientDataJSON: response.clientDataJSON,
          attestationObject: await withoutStatement(response.attestationObject),
        },
      },
      expectedChallenge: isOpen,
      expectedOrigin: origin,
      expectedRPID: rpId,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) throw new Error('the answer is not right');
    const { publicKey, counter } = registrationInfo.credential;
    if (publicKey.length > MOST_KEY_OCTETS) throw new Error('the key is too large');
    const credentialId = Buffer.from(registrationInfo.credential.id, 'base64url');
    if (!credentialId.equals(Buffer.from(id, 'base64url'))) throw new Error('the id is of another passkey');
    return { kind: 'right', credentialId, publicKey, counter };
  });

/** Whether the owner of this passkey has answered. What its count says is left to the caller. */
export const verifyAssertion = async (
  { origin, rpId }: Site,
  { id, response }: Assertion,
  passkey: Passkey,
  isOpen: (challenge: string) => boolean,
): Promise<Wrong | { readonly kind: 'right'; readonly counter: number }> =>
  sayingWhy(async () => {
    const { verifyAuthenticationResponse } = await library();
    await refuseFrames(response.clientDataJSON);
    const { clientDataJSON, authenticatorData, signature } = response;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...credential(id), response: { clientDataJSON, authenticatorData, signature } },
      expectedChallenge: isOpen,
      expectedOrigin: origin,
      expectedRPID: rpId,
      // With 0 the library doesn't compare the count: it would do so before the signature, which anybody can send.
      credential: { id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    });
    if (!verified) throw new Error('the signature is not right');
    return { kind: 'right', counter: authenticationInfo.newCounter };
  });

const described = ({ credentialId, transports }: Passkey) => ({
  id: Buffer.from(credentialId).toString('base64url'),
  transports: [...transports],
});

const credential = (id: string) =>
  ({ id, rawId: id, type: 'public-key', clientExtensionResults: {} }) as const;

/**
 * The same attestation object without its statement. No attestation was asked for, and the library would fetch what
 * the certificates of a statement name, from wherever whoever wrote them likes.
 */
const withoutStatement = async (attestationObject: string): Promise<string> => {
  const { decodeAttestationObject, isoBase64URL, isoCBOR } = await helpers();
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData');
  const entries: [string, string | Uint8Array<ArrayBuffer> | Map<string, string>][] = [
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', authData],
  ];
  return isoBase64URL.fromBuffer(isoCBOR.encode(new Map(entries)));
};

/** The gateway's pages are in no frame of another site: what such a frame says was made by somebody else. */
const refuseFrames = async (clientDataJSON: string): Promise<void> => {
  const { decodeClientDataJSON } = await helpers();
  if (decodeClientDataJSON(clientDataJSON).crossOrigin === true)
    throw new Error('it comes from a frame of another site');
};

const sayingWhy = async <Right>(verify: () => Promise<Right>): Promise<Right | Wrong> => {
  try {
    return await verify();
  } catch (error) {
    // Everything in it came from outside, so whatever the library stumbles over is a wrong answer.
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'wrong', why: why.slice(0, WHY_CHARACTERS).toWellFormed() };
  }
};
