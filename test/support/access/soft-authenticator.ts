import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { cbor } from './cbor.ts';

export const ORIGIN = 'https://tocsin.example.org';

/** What an authenticator or its browser does wrong, or somebody changes on the way. */
export interface Twist {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  /** The user was not asked for a PIN, a finger or a face. */
  readonly notVerified?: boolean;
  /** The user touched nothing. */
  readonly notPresent?: boolean;
  readonly counter?: number;
  readonly handle?: string | null;
  /** In COSE, in the place of the key's own. */
  readonly publicKey?: ReadonlyMap<number, number | Buffer>;
  readonly signature?: (signature: Buffer) => Buffer;
  readonly attestation?: { readonly fmt: string; readonly attStmt: ReadonlyMap<string, unknown> };
}

interface Options {
  readonly challenge: string;
  readonly user?: { readonly id: string };
}

type Algorithm = 'ES256' | 'EdDSA' | 'RS256';

const make: Readonly<Record<Algorithm, () => KeyObject>> = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  EdDSA: () => generateKeyPairSync('ed25519').privateKey,
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

const octets = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');

/** A key in COSE (RFC 9053), by its JWK. */
const cose: Readonly<Record<Algorithm, (jwk: JsonWebKey) => ReadonlyMap<number, number | Buffer>>> = {
  ES256: ({ x, y }) =>
    new Map<number, number | Buffer>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, octets(x)],
      [-3, octets(y)],
    ]),
  EdDSA: ({ x }) =>
    new Map<number, number | Buffer>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, octets(x)],
    ]),
  RS256: ({ n, e }) =>
    new Map<number, number | Buffer>([
      [1, 3],
      [3, -257],
      [-1, octets(n)],
      [-2, octets(e)],
    ]),
};

/** An authenticator with one passkey, and the browser before it. By default it doesn't count, as those that sync. */
export class SoftAuthenticator {
  readonly id = randomBytes(32);
  readonly #algorithm: Algorithm;
  readonly #key: KeyObject;
  #counter: number | undefined;
  handle: string | undefined;

  constructor(algorithm: Algorithm = 'ES256', { counts = false } = {}) {
    this.#algorithm = algorithm;
    this.#key = make[algorithm]();
    this.#counter = counts ? 0 : undefined;
  }

  /** As `navigator.credentials.create` does, then `toJSON()`. */
  create(options: Options, twist: Twist = {}) {
    this.handle = options.user?.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const jwk = createPublicKey(this.#key).export({ format: 'jwk' });
    const key = cbor(twist.publicKey ?? cose[this.#algorithm](jwk));
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const { fmt = 'none', attStmt = new Map() } = twist.attestation ?? {};
    const authData = this.#authData(twist, 0x40, credential);
    const attestation = new Map<string, unknown>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]);
    return {
      ...this.#described(),
      response: {
        clientDataJSON: clientData('webauthn.create', options, twist).toString('base64url'),
        attestationObject: cbor(attestation).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** As `navigator.credentials.get` does, then `toJSON()`. */
  get(options: Options, twist: Twist = {}) {
    const data = clientData('webauthn.get', options, twist);
    const authenticatorData = this.#authData(twist, 0, Buffer.alloc(0));
    const hash = this.#algorithm === 'EdDSA' ? null : 'sha256';
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(data).digest()]);
    const signature = sign(hash, signed, this.#key);
    return {
      ...this.#described(),
      response: {
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: (twist.signature?.(signature) ?? signature).toString('base64url'),
        userHandle: twist.handle === undefined ? this.handle : twist.handle,
      },
    };
  }

  #described() {
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
    };
  }

  #authData(
    { rpId = new URL(ORIGIN).hostname, counter, notVerified, notPresent }: Twist,
    flags: number,
    credential: Buffer,
  ): Buffer {
    if (this.#counter !== undefined) this.#counter += 1;
    const head = Buffer.alloc(5);
    head[0] = flags | (notPresent === true ? 0 : 1) | (notVerified === true ? 0 : 4);
    head.writeUInt32BE(counter ?? this.#counter ?? 0, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), head, credential]);
  }
}

const clientData = (type: string, options: Options, twist: Twist): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: twist.type ?? type,
      challenge: twist.challenge ?? options.challenge,
      origin: twist.origin ?? ORIGIN,
      crossOrigin: twist.crossOrigin ?? false,
    }),
  );
