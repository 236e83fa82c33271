import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is a public one: not of this machine, a private network or a reserved range. An address that
 * embeds an IPv4 address (mapped, NAT64, 6to4, Teredo) counts as reserved.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
};

/** The IP address in a URL's host; undefined if the host is a name. */
export const literalAddress = (host: string): string | undefined => {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
};

export const notPublic = (host: string): string => `${host} is at no address of the internet`;

/**
 * Makes a look-up function that returns only public addresses. The connection is made to one of these
 * addresses without another look-up, so a name that later resolves differently (DNS rebinding) can't reach a private
 * address.
 */
export const publicLookup =
  (resolve: typeof lookup = lookup): LookupFunction =>
  (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '', 4);
        return;
      }
      const allowed = found.filter(({ address }) => isPublicAddress(address));
      const [first] = allowed;
      if (first === undefined) callback(new Error(notPublic(host)), '', 4);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
