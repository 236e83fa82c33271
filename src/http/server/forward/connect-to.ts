import { X509Certificate } from 'node:crypto';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Clock } from '../../../kernel/clock.ts';
import type { Place } from './nodes.ts';

/** The longest time for a connection to another node, its TLS handshake included, ms. */
const CONNECT_MS = 2000;

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** The one certificate is trusted, and neither its issuer, nor another that its issuer signs. */
const pinned = (pem: string): ConnectionOptions => {
  const certificate = new X509Certificate(pem);
  return {
    ca: certificate.toString(),
    allowPartialTrustChain: true,
    checkServerIdentity: (_host, { fingerprint256 }) =>
      fingerprint256 === certificate.fingerprint256 ? undefined : new Error('it has another certificate'),
  };
};

const open = ({ url, certificate }: Place): { socket: Socket; ready: string } => {
  const { protocol, hostname, port } = new URL(url);
  // URLs have brackets around IPv6, sockets have none.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const to = {
    host,
    port: port === '' ? (PORTS[protocol] ?? 0) : Number(port),
    noDelay: true,
  };
  if (protocol === 'http:') return { socket: connectPlain(to), ready: 'connect' };
  if (protocol !== 'https:') throw new Error(`${protocol} is neither http: nor https:`);
  const checked = certificate === undefined ? {} : pinned(certificate);
  // A server with several certificates chooses by the name, which no address may stand in (RFC 6066 3).
  const named = isIP(host) === 0 ? { servername: host } : {};
  return { socket: connectTls({ ...to, ...named, ...checked }), ready: 'secureConnect' };
};

/**
 * Connects to another node. As long as this has not resolved, that node has surely got nothing.
 * @throws Error if nobody answers within two seconds, or another certificate than that of the place
 */
export const connectTo = (place: Place, clock: Clock): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { socket, ready } = open(place);
    const cancel = clock.after(CONNECT_MS, () =>
      socket.destroy(new Error('no connection within two seconds')),
    );
    socket.once('error', (error) => {
      cancel();
      reject(error);
    });
    socket.once(ready, () => {
      cancel();
      resolve(socket);
    });
  });
