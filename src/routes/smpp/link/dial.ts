import { readFileSync } from 'node:fs';
import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';

const KEEP_ALIVE_MS = 30_000;

export interface Dialled {
  readonly socket: Duplex;
  readonly connectedEvent: 'connect' | 'secureConnect';
}

/**
 * Begins a TCP or TLS connection to the carrier. Certificate files are read on each call, so that a renewed
 * certificate is used without a restart.
 *
 * @throws Error if a file that `tls` names can't be read
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
  // `connectTls` doesn't apply `noDelay` and `keepAlive` to the TCP socket under it, so they are set here.
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return { socket, connectedEvent: 'secureConnect' };
};
