import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import { tlsFilesOf } from '../../config/store/store-address.ts';

const DAY_MS = 86_400_000;
const SOON_MS = 30 * DAY_MS;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

interface Named {
  /** Where the configuration names it, such as `http.tls`. */
  readonly where: string;
  readonly cert: string;
  readonly key?: string | undefined;
}

const ofStore = ({ postgres }: Config['store']): readonly Named[] => {
  const { sslrootcert, sslcert, sslkey } = postgres === undefined ? {} : tlsFilesOf(postgres);
  return [
    ...(sslrootcert === undefined ? [] : [{ where: 'store.postgres: sslrootcert', cert: sslrootcert }]),
    ...(sslcert === undefined ? [] : [{ where: 'store.postgres', cert: sslcert, key: sslkey }]),
  ];
};

const namedIn = ({ http, cap, routes, store }: Config): readonly Named[] => [
  ...(http.tls === undefined ? [] : [{ where: 'http.tls', ...http.tls }]),
  ...routes.flatMap((route): Named[] => {
    if (route.type !== 'smpp' || typeof route.tls !== 'object') return [];
    const { ca, cert, key } = route.tls;
    const where = `route ${route.id}: tls`;
    return [
      ...(ca === undefined ? [] : [{ where: `${where}.ca`, cert: ca }]),
      ...(cert === undefined ? [] : [{ where, cert, key }]),
    ];
  }),
  ...(cap?.certificate ?? []).map((cert) => ({ where: 'cap.certificate', cert })),
  ...ofStore(store),
];

/** Undefined if there is none, which is another warning, or if this user may not read it. */
const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const whenBad = ({ validFrom, validTo }: X509Certificate, nowMs: number): string | undefined => {
  const from = Date.parse(validFrom);
  const to = Date.parse(validTo);
  if (to <= nowMs) return `has expired on ${dayOf(to)}`;
  if (from > nowMs) return `is not valid before ${dayOf(from)}`;
  if (to <= nowMs + SOON_MS) return `expires on ${dayOf(to)}: get a new one`;
  return undefined;
};

const ofPair = ({ where, cert, key }: Named, nowMs: number): readonly string[] => {
  const text = read(cert);
  if (text === undefined) return [];
  try {
    const [first, ...rest] = (text.match(PEM) ?? []).map((pem) => new X509Certificate(pem));
    if (first === undefined) return [`${where}: there is no PEM certificate in ${cert}`];
    const warnings = [first, ...rest].flatMap((one) => {
      const bad = whenBad(one, nowMs);
      return bad === undefined ? [] : [`${where}: the certificate in ${cert} ${bad}`];
    });
    const secret = key === undefined ? undefined : read(key);
    if (secret !== undefined && !first.checkPrivateKey(createPrivateKey(secret)))
      warnings.push(`${where}: ${key} is not the key of the certificate in ${cert}`);
    return [...new Set(warnings)];
  } catch (error) {
    // The message of OpenSSL names neither the key nor its text.
    const why = error instanceof Error ? error.message : String(error);
    return [`${where}: ${cert}${key === undefined ? '' : ` or ${key}`} cannot be used: ${why}`];
  }
};

/** When each certificate that the configuration names ends; what can't be read is left out. */
export const certificateEnds = (
  config: Config,
): readonly { readonly where: string; readonly endsAt: number }[] =>
  namedIn(config).flatMap(({ where, cert }) => {
    try {
      const ends = (read(cert)?.match(PEM) ?? []).map((pem) => Date.parse(new X509Certificate(pem).validTo));
      return ends.length === 0 ? [] : [{ where, endsAt: Math.min(...ends) }];
    } catch {
      return [];
    }
  });

/** Warnings of certificates that have expired, will within 30 days, or don't belong to their key. */
export const certificateWarnings = (config: Config, nowMs: number): readonly string[] =>
  namedIn(config).flatMap((pair) => ofPair(pair, nowMs));
