import type { Connection } from './connection.ts';

/** How many HTTP connections there may be at once. */
export interface ConnectionLimits {
  readonly total: number;
  /** Per address. An IPv6 network of 64 bits counts as one address: providers give each customer a whole one. */
  readonly perAddress: number;
}

const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/**
 * The address that a connection counts for: IPv4 in full, IPv6 as its network of 64 bits.
 * @param address written as in RFC 5952
 */
export const peerOf = (address: string): string => {
  // IPv4 as such, or mapped into IPv6 by a socket that serves both (RFC 4291 2.5.5.2).
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
  const [before = '', after] = address.split('::');
  const groups = before.split(':');
  // "::" stands for as many groups of 0 as are missing.
  const missing = after === undefined ? 0 : GROUPS - groups.length - after.split(':').length;
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, GROUPS_OF_NETWORK).join(':');
};

/** What to do with a new connection: admit it, close `one` in its favour, or refuse it. */
export type Admission<C> =
  | { readonly kind: 'admit' }
  | { readonly kind: 'close'; readonly one: C }
  | { readonly kind: 'refuse' };

/**
 * Decides about a new connection. If there is no room, the connection with the lowest `rank` is closed; connections
 * that never sent a valid token have the lowest. Among equal ranks, the address with the most connections loses one:
 * the one that has been in its present phase (such as the handshake) for longest. So a flood displaces its own
 * connections. A request that is being answered is cut only if it makes no progress. If `perAddress` is reached, only
 * connections from the address of the new connection are considered.
 */
export const admit = <C extends Connection>(
  there: ReadonlySet<C>,
  peer: string,
  { total, perAddress }: ConnectionLimits,
): Admission<C> => {
  const counts = new Map<string, number>();
  for (const { peer: other } of there) counts.set(other, (counts.get(other) ?? 0) + 1);
  const ofPeer = (counts.get(peer) ?? 0) >= perAddress;
  if (!ofPeer && there.size < total) return { kind: 'admit' };
  let one: C | undefined;
  for (const each of there) {
    if (ofPeer && each.peer !== peer) continue;
    if (each.rank !== undefined && (one === undefined || goesBefore(each, one, counts))) one = each;
  }
  return one === undefined ? { kind: 'refuse' } : { kind: 'close', one };
};

const goesBefore = (a: Connection, b: Connection, counts: ReadonlyMap<string, number>): boolean => {
  const rank = (a.rank ?? 0) - (b.rank ?? 0);
  if (rank !== 0) return rank < 0;
  const many = (counts.get(b.peer) ?? 0) - (counts.get(a.peer) ?? 0);
  return many !== 0 ? many < 0 : a.sinceMs < b.sinceMs;
};
