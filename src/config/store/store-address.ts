/** What the address of a PostgreSQL says of the way to it. */
interface StoreAddress {
  /** A name, an address, or the folder of a socket on this machine, which begins with a slash. */
  readonly host: string;
  readonly tls: 'none' | 'unverified' | 'verified';
}

/** The way to the server as the package `pg` 8 takes it (pg-connection-string, `parse`). */
export const storeAddressOf = (url: string): StoreAddress => {
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return { host: host.replace(/^\[(.+)\]$/, '$1'), tls: tlsOf(searchParams) };
};

const FILES = ['sslcert', 'sslkey', 'sslrootcert'] as const;

/** The files of TLS that the address names: the certificate and key of the gateway, and the authority of the server. */
export const tlsFilesOf = (url: string): Readonly<Partial<Record<(typeof FILES)[number], string>>> => {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    FILES.flatMap((name) => {
      const file = searchParams.get(name) ?? '';
      return file === '' ? [] : [[name, file]];
    }),
  );
};

/** What `pg` 8 understands: it would take any other mode for `verify-full`. */
const MODES = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Why the gateway can't use an address that is well formed; undefined if it can. */
export const whyUnusable = (url: string): string | undefined => {
  const { host } = storeAddressOf(url);
  if (host.includes(','))
    return 'names one server, and a list of hosts is not understood: write a name or an address that moves to the primary';
  const mode = new URL(url).searchParams.get('sslmode') ?? '';
  if (mode !== '' && !MODES.includes(mode))
    return `sslmode is one of ${MODES.join(', ')}, not ${mode.slice(0, 40)}: write sslmode=verify-full`;
  return undefined;
};

/**
 * Unlike psql, `pg` 8 verifies the certificate for each mode but two: to it, `require` and `prefer` are `verify-full`.
 * Only `uselibpqcompat` gives the modes the meaning that psql gives them.
 */
const tlsOf = (query: URLSearchParams): StoreAddress['tls'] => {
  const mode = query.get('sslmode') ?? '';
  const ssl = query.get('ssl') ?? '';
  if (mode === '') {
    if (ssl === 'no-verify') return 'unverified';
    const isAsked =
      ['true', '1'].includes(ssl) ||
      query.get('sslnegotiation') === 'direct' ||
      FILES.some((name) => (query.get(name) ?? '') !== '');
    return isAsked ? 'verified' : 'none';
  }
  if (mode === 'disable') return 'none';
  if (mode === 'no-verify') return 'unverified';
  const isLax = mode === 'prefer' || (mode === 'require' && !query.has('sslrootcert'));
  return query.get('uselibpqcompat') === 'true' && isLax ? 'unverified' : 'verified';
};
