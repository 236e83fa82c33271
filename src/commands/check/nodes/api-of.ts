import { hostname } from 'node:os';
import { reachableAt } from '../../../compose/start/nodes.ts';
import type { Config } from '../../../config/schema.ts';

/** Where the other nodes look for the API of a gateway with this configuration on this machine. */
export const apiOf = ({ node, http }: Pick<Config, 'node' | 'http'>) => {
  const scheme = http.tls === undefined ? 'http' : 'https';
  const url = reachableAt(`${scheme}://${http.listen}`, node?.url);
  // URLs have brackets around IPv6.
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    url,
    /** Whether the address is the name of this machine, which nobody has written. */
    isOwnName: node?.url === undefined && host === hostname().toLowerCase(),
    isLoopback: /^(127\.|localhost$|::1$)/.test(host),
  };
};
