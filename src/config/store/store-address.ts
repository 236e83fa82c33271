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

const FILES = ['sslcert', 'sslkey', 'sslrootcert'];

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
