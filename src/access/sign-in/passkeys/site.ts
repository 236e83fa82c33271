import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Config } from '../../../config/schema.ts';

/** Where passkeys are made and used. A passkey works at the name for which it was made, and nowhere else. */
export type PasskeySite =
  | {
      readonly kind: 'site';
      /** Such as `https://tocsin.example.org:8443`, as browsers write it. */
      readonly origin: string;
      /** The name in it, to which the passkeys are bound. */
      readonly rpId: string;
    }
  /** No passkey can be used, and why. */
  | { readonly kind: 'none'; readonly why: string };

const ADVICE =
  'set http.origin to https:// and the name by which browsers find the gateway, such as https://tocsin.example.org';
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The site of `http.origin`; without it the first name in the gateway's certificate; without TLS `localhost`, if the
 * gateway listens on this machine only. No request decides it: whoever sends one chooses its Host.
 * @param certificate in PEM, if the gateway itself speaks TLS and it can be read
 */
export const passkeySite = (
  { origin, listen }: Pick<Config['http'], 'origin' | 'listen'>,
  certificate: string | Uint8Array | undefined,
): PasskeySite => {
  if (origin !== undefined) return siteOf(origin, 'http.origin');
  const colon = listen.lastIndexOf(':');
  const [host, port] = [listen.slice(0, colon), listen.slice(colon + 1)];
  if (certificate !== undefined) {
    const name = nameIn(certificate);
    if (name === undefined) return { kind: 'none', why: `the certificate has no name of a host: ${ADVICE}` };
    return siteOf(`https://${name}:${port}`, 'http.tls');
  }
  return THIS_MACHINE.has(host)
    ? siteOf(`http://localhost:${port}`, 'http.listen')
    : { kind: 'none', why: `there is no TLS: ${ADVICE}` };
};

/** WebAuthn 2 § 5.1.3: the origin has to be a secure one, and its host a name, no address. */
const siteOf = (text: string, where: string): PasskeySite => {
  if (!URL.canParse(text)) return { kind: 'none', why: `${where} is no address of a page: ${ADVICE}` };
  const { origin, protocol, hostname } = new URL(text);
  if (hostname.startsWith('[') || isIP(hostname) !== 0)
    return { kind: 'none', why: `${where} has an IP address, where browsers use no passkeys: ${ADVICE}` };
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (protocol !== 'https:' && !isLocal)
    return { kind: 'none', why: `${where} has no https, without which browsers use no passkeys: ${ADVICE}` };
  return { kind: 'site', origin, rpId: hostname };
};

const nameIn = (certificate: string | Uint8Array): string | undefined => {
  try {
    const names = new X509Certificate(certificate).subjectAltName?.split(', ') ?? [];
    return names.map((one) => /^DNS:([\w.-]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
  } catch {
    // Whether the certificate can be used at all is said elsewhere.
    return undefined;
  }
};
