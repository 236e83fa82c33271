import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';

/** So long a person may be at the provider. */
export const BEGUN_LASTS_MS = 600_000;
const CIPHER = 'aes-256-gcm';
const IV_OCTETS = 12;
const TAG_OCTETS = 16;

/**
 * Keeps what a browser must bring back in the browser itself, sealed (AES-GCM, NIST SP 800-38D). So whoever begins many
 * sign-ins costs the gateway no memory. The key is made at the start: a restart ends the sign-ins that were under way.
 */
export class Sealed {
  readonly #key = randomBytes(32);
  readonly #clock: Pick<Clock, 'now'>;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** @param lastsMs so long it can be opened */
  seal(what: string, value: object, lastsMs: number): string {
    const iv = randomBytes(IV_OCTETS);
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(Buffer.from(what));
    const text = JSON.stringify({ value, until: this.#clock.now() + lastsMs });
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** What was sealed as `what`; undefined: it was not, was changed, or is too old. */
  open(what: string, sealed: string): unknown {
    const octets = Buffer.from(sealed, 'base64url');
    if (octets.length < IV_OCTETS + TAG_OCTETS) return undefined;
    const decipher = createDecipheriv(CIPHER, this.#key, octets.subarray(0, IV_OCTETS))
      .setAAD(Buffer.from(what))
      .setAuthTag(octets.subarray(-TAG_OCTETS));
    try {
      const text = Buffer.concat([
        decipher.update(octets.subarray(IV_OCTETS, -TAG_OCTETS)),
        decipher.final(),
      ]);
      const { value, until } = JSON.parse(text.toString('utf8')) as { value: unknown; until: number };
      return this.#clock.now() < until ? value : undefined;
    } catch {
      return undefined;
    }
  }
}
