import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { isSameText } from '../../../access/sign-in/sessions.ts';
import { peerOf } from '../connection-limits.ts';

/** The header fields between nodes. From anybody else they mean nothing. */
export const NODE_KEY = 'tocsin-node-key';
export const FORWARDED_BY = 'tocsin-forwarded-by';
export const CLIENT_ADDRESS = 'tocsin-client-address';
export const CLIENT_PROTOCOL = 'tocsin-client-protocol';

/** All of them: a client's own are neither believed nor passed on. */
export const BETWEEN_NODES: ReadonlySet<string> = new Set([
  NODE_KEY,
  FORWARDED_BY,
  CLIENT_ADDRESS,
  CLIENT_PROTOCOL,
]);

type Protocol = 'http' | 'https';

interface ForwardedClient {
  readonly address: string;
  readonly protocol: Protocol;
}

const forwarded = new WeakMap<IncomingMessage, ForwardedClient>();

/**
 * Reads who the client of a request is, and takes the header fields between nodes away from it. To be called before
 * anything asks for the client.
 * @param key of this node; undefined: it is the only one
 * @returns `own`: the client itself sent it; `forwarded`: another node did; `wrong-key`, `malformed`: to be refused
 */
export const takeClient = (
  request: IncomingMessage,
  key: string | undefined,
): 'own' | 'forwarded' | 'wrong-key' | 'malformed' => {
  const { headers } = request;
  const {
    [NODE_KEY]: given,
    [FORWARDED_BY]: by,
    [CLIENT_ADDRESS]: address,
    [CLIENT_PROTOCOL]: protocol,
  } = headers;
  // Objects from which something was deleted are slower, and nearly no request has any of them.
  for (const name of BETWEEN_NODES) if (headers[name] !== undefined) delete headers[name];
  if (given === undefined) return 'own';
  if (typeof given !== 'string' || !key || !isSameText(given, key)) return 'wrong-key';
  if (by === undefined || typeof address !== 'string' || isIP(address) === 0) return 'malformed';
  if (protocol !== 'http' && protocol !== 'https') return 'malformed';
  forwarded.set(request, { address, protocol });
  return 'forwarded';
};

type Asked = Pick<FastifyRequest, 'raw'>;

/** Whether another node of the gateway, which has shown the key, forwarded the request. */
export const isForwarded = ({ raw }: Asked): boolean => forwarded.has(raw);

/**
 * The IP address of the client, also if another node forwarded the request; empty if the client has gone away. Nothing
 * else in `http` may look at the socket's address or at fastify's `ip`.
 */
export const clientAddress = ({ raw }: Asked): string =>
  forwarded.get(raw)?.address ?? raw.socket.remoteAddress ?? '';

/** The address, or the network of it, that a try of the client counts for. */
export const peerIn = (request: Asked): string => peerOf(clientAddress(request));

/** Whether the client spoke TLS to the node that it asked. @param hasTls whether this node speaks TLS */
export const clientHasTls = ({ raw }: Asked, hasTls: boolean): boolean => {
  const client = forwarded.get(raw);
  return client === undefined ? hasTls : client.protocol === 'https';
};
