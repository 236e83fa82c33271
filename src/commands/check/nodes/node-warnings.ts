import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Config } from '../../../config/schema.ts';
import { apiOf } from './api-of.ts';

/** What may be a mistake in the configuration of one of several gateways on a database. */
export const nodeWarnings = (config: Config): readonly string[] => {
  const { node, http } = config;
  if (node === undefined) return [];
  return [
    ...(http.origin === undefined
      ? [
          'node is set, and http.origin is not: a passkey, or the sign-in by another provider, belongs to one address; write the one that people use, whichever node answers there',
        ]
      : []),
    ...unreachable(config),
    ...misspelt(config),
  ];
};

const NOT_REACHED = 'what is not about messages is answered 503 there while this node leads';

const unreachable = (config: Config): readonly string[] => {
  const { url, host, isLoopback } = apiOf(config);
  if (isLoopback)
    return [
      `other nodes would reach this one at ${url}, which only those on this machine do: on another machine ${NOT_REACHED}; set http.listen or node.url to an address that all of them reach`,
    ];
  const cert = config.http.tls?.cert;
  if (cert === undefined || !url.startsWith('https:') || isNamedIn(cert, host)) return [];
  return [
    `the certificate in ${cert} does not name ${host}, where other nodes reach this one: they refuse it, and ${NOT_REACHED}; set node.url to a name in the certificate`,
  ];
};

/** Whether the certificate names the host. What can't be read is another warning. */
const isNamedIn = (file: string, host: string): boolean => {
  try {
    const certificate = new X509Certificate(readFileSync(file));
    return (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
  } catch {
    return true;
  }
};

/** Names of nodes that differ by capitals alone. Whether a node of another name exists, only the database knows. */
const misspelt = ({ node, routes }: Config): readonly string[] => {
  const names = [...(node === undefined ? [] : [node.name]), ...routes.flatMap((route) => route.node ?? [])];
  return routes.flatMap((route) => {
    const like = names.find(
      (name) => name !== route.node && name.toLowerCase() === route.node?.toLowerCase(),
    );
    return like === undefined
      ? []
      : [`route ${route.id} belongs to the node ${route.node}, which is not ${like}: capitals count`];
  });
};
