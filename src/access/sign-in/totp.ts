import { createHmac, timingSafeEqual } from 'node:crypto';

// RFC 6238 with what every app for codes can do: HMAC-SHA-1, 30 s, 6 digits. It is 20 lines on node's HMAC; a library
// would bring a hash function of its own, and doesn't know which steps were used already.
const STEP_MS = 30_000;
const DIGITS = 6;
/** 160 bits, as RFC 4226 4 (R6) recommends. */
export const SECRET_OCTETS = 20;

/** The code of a step, RFC 4226 5.3. */
export const codeOf = (secret: Uint8Array, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0');
};

/** The step whose code this is, now or one step before or after; undefined: it is none of them. */
export const stepOf = (secret: Uint8Array, code: string, nowMs: number): number | undefined => {
  if (!isCode(code)) return undefined;
  const now = Math.floor(nowMs / STEP_MS);
  return [now, now - 1, now + 1].find((step) =>
    timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(code)),
  );
};

/** Whether this looks like a code of an app, right or wrong; anything else may be a recovery code. */
export const isCode = (text: string): boolean => /^[0-9]{6}$/.test(text);

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 6, without padding, as apps for codes take it. */
export const base32 = (octets: Uint8Array): string => {
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
};

/** The URI that an app reads from a QR code (github.com/google/google-authenticator, Key Uri Format). */
export const otpauthUri = (user: string, secret: Uint8Array): string =>
  `otpauth://totp/Tocsin:${encodeURIComponent(user)}?secret=${base32(secret)}&issuer=Tocsin`;
