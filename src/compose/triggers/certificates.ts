import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { whyNotReadable } from '../../config/file-access.ts';
import { TocsinError } from '../../kernel/errors.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Reads all certificates of these PEM files.
 * @throws TocsinError `configInvalid` if a file can't be read, or contains no certificate or one whose key is not RSA
 */
export const readCertificates = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => {
    try {
      const found = readFileSync(file, 'utf8').match(PEM) ?? [];
      if (found.length === 0) throw new Error('there is no PEM certificate in it');
      for (const certificate of found) {
        // src/triggers/cap/signature.ts can check only signatures by RSA keys.
        if (new X509Certificate(certificate).publicKey.asymmetricKeyType !== 'rsa') {
          throw new Error('its key is not RSA');
        }
      }
      return found;
    } catch (error) {
      const why = whyNotReadable(file) ?? (error instanceof Error ? error.message : String(error));
      throw new TocsinError('configInvalid', `cap.certificate: ${file}: ${why}`, { cause: error });
    }
  });
