import { readFileSync } from 'node:fs';
import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { SmppRouteConfig } from '../../../config/smpp-route.ts';

const KEEP_ALIVE_MS = 30_000;

export interface Dialled {
  readonly socket: Duplex;
  readonly connectedEvent: 'connect' | 'secureConnect';
}

/**
 * Begins a connection to the carrier.
 *
 * @throws Error if a file that `tls` names can't be read; read each time, so that a renewed certificate counts
 */
export const dial = (config: SmppRouteConfig): Dialled => {
  const { host, port, tls } = config;
  const common = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
  if (tls === false) return { socket: connect(common), connectedEvent: 'connect' };
  const options = tls === true ? undefined : tls;
  const name = options?.serverName ?? host;
  const socket = connectTls({
    ...common,
    // A server name indication is never an IP address (RFC 6066, 3).
    ...(isIP(name) === 0 && { servername: name }),
    ...(options?.ca !== undefined && { ca: readFileSync(options.ca) }),
    ...(options?.cert !== undefined && { cert: readFileSync(options.cert) }),
    ...(options?.key !== undefined && { key: readFileSync(options.key) }),
    rejectUnauthorized: options?.verify ?? true,
  });
  // In TLS's own connect these are left to the socket below.
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return { socket, connectedEvent: 'secureConnect' };
};
