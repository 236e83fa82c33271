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

const NOT_REACHED = 'what is not about messages is answered 503 by the others while this node leads';

const unreachable = (config: Config): readonly string[] => {
  const { url, isLoopback } = apiOf(config);
  if (isLoopback)
    return [
      `other nodes would reach this one at ${url}, which only those on this machine do: ${NOT_REACHED}; set http.listen or node.url to an address that all of them reach`,
    ];
  const hasTls = config.http.tls !== undefined;
  if (hasTls === url.startsWith('https:')) return [];
  return [
    `node.url is ${url}, and the API here speaks ${hasTls ? 'TLS' : 'no TLS'}: unless a proxy stands between them, ${NOT_REACHED}`,
  ];
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
