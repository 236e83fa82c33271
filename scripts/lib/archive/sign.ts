import { readFile } from 'node:fs/promises';
import { createMessage, decryptKey, type PrivateKey, readPrivateKey, sign } from 'openpgp';

/**
 * Signs with an OpenPGP key. Each Debian has a program that checks such a signature, since apt needs it: gpgv up to
 * Debian 12, sqv from 13 on. It has neither openssl nor ssh-keygen of necessity.
 */
export class Signer {
  readonly #key: PrivateKey;

  private constructor(key: PrivateKey) {
    this.#key = key;
  }

  /**
   * @param file the private key in ASCII armour, as `gpg --armor --export-secret-keys` writes it
   * @throws Error if it is no such key, or the passphrase is missing or wrong
   */
  static async read(file: string, passphraseFile: string | undefined): Promise<Signer> {
    const key = await readPrivateKey({ armoredKey: await readFile(file, 'utf8') });
    if (key.isDecrypted()) return new Signer(key);
    if (passphraseFile === undefined)
      throw new Error(`${file} has a passphrase: give it by --passphrase-file FILE`);
    const [passphrase = ''] = (await readFile(passphraseFile, 'utf8')).split(/\r?\n/, 1);
    return new Signer(await decryptKey({ privateKey: key, passphrase }));
  }

  get fingerprint(): string {
    return this.#key.getFingerprint().toUpperCase();
  }

  /** In binary, since gpgv reads no ASCII armour. */
  get publicKey(): Uint8Array {
    return this.#key.toPublic().write();
  }

  /** A detached signature, in ASCII armour. */
  async sign(content: Uint8Array): Promise<string> {
    return sign({
      message: await createMessage({ binary: content }),
      signingKeys: this.#key,
      detached: true,
      format: 'armored',
    });
  }
}
