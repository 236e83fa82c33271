/** What the address of a PostgreSQL says of the way to it. */
interface StoreAddress {
  /** A name, an address, or the folder of a socket on this machine, which begins with a slash. */
  readonly host: string;
  readonly tls: 'none' | 'unverified' | 'verified';
}

/** The way to the server as the package `pg` 8 takes it (pg-connection-string, `parse`). */
export const storeAddressOf = (url: string): StoreAddress => {
  const query = queryOf(url);
  const host = query.get('host') || decodeURIComponent(new URL(url).hostname);
  return { host: host.replace(/^\[(.+)\]$/, '$1'), tls: tlsOf(query) };
};

/** Of a parameter that is given twice `pg` takes the last one. */
const queryOf = (url: string): ReadonlyMap<string, string> => new Map(new URL(url).searchParams);

const FILES = ['sslcert', 'sslkey', 'sslrootcert'] as const;

/** The files of TLS that the address names: the certificate and key of the gateway, and the authority of the server. */
export const tlsFilesOf = (url: string): Readonly<Partial<Record<(typeof FILES)[number], string>>> => {
  const query = queryOf(url);
  return Object.fromEntries(
    FILES.flatMap((name) => {
      const file = query.get(name) ?? '';
      return file === '' ? [] : [[name, file]];
    }),
  );
};

/** What `pg` 8 understands: it takes any other mode for `verify-full`. */
const MODES = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** The `sslmode` of the address that `pg` does not understand; undefined if there is none. */
export const oddModeOf = (url: string): string | undefined => {
  const mode = queryOf(url).get('sslmode') ?? '';
  return mode === '' || MODES.includes(mode) ? undefined : mode;
};

/** Why no gateway can use an address that is well formed; undefined if one can. */
export const whyUnusable = (url: string): string | undefined => {
  const query = queryOf(url);
  try {
    if (storeAddressOf(url).host.includes(','))
      return 'names one server, and a list of hosts is not understood: write a name or an address that moves to the primary';
  } catch {
    return 'the host has a sign % without the two digits that belong to it';
  }
  const isByPsql = query.get('uselibpqcompat') === 'true' && query.get('sslmode') === 'verify-ca';
  if (isByPsql && !query.get('sslrootcert'))
    return 'sslmode=verify-ca needs the authority: write sslrootcert=FILE, or sslmode=verify-full';
  return undefined;
};

/**
 * Unlike psql, `pg` 8 verifies the certificate for each mode but two: to it, `require` and `prefer` are `verify-full`.
 * Only `uselibpqcompat` gives the modes the meaning that psql gives them.
 */
const tlsOf = (query: ReadonlyMap<string, string>): StoreAddress['tls'] => {
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
  if (query.get('uselibpqcompat') !== 'true') return mode === 'no-verify' ? 'unverified' : 'verified';
  const isLax = mode === 'prefer' || (mode === 'require' && !query.has('sslrootcert'));
  return isLax ? 'unverified' : 'verified';
};
