import { X509Certificate } from 'node:crypto';
import { Server as HttpsServer } from 'node:https';
import type { Config } from '../../config/schema.ts';
import type { Log } from '../../kernel/log.ts';
import { type Server, tlsOf } from './listening.ts';

/**
 * Reads the certificate of the API and its key again, for connections from now on. If they are not fit, the old ones
 * stay. Nothing else of the configuration is read again: routes, the plan and all other settings need a restart.
 */
export const reloadTls = async (config: Config, { server }: Server, log: Log): Promise<void> => {
  if (!(server instanceof HttpsServer)) {
    log.warn({}, 'nothing was read again: http.tls is not set, and all other settings need a restart');
    return;
  }
  try {
    const tls = await tlsOf(config);
    if (tls === undefined) return;
    server.setSecureContext(tls);
    const { validTo, fingerprint256 } = new X509Certificate(tls.cert);
    log.info(
      { validTo, fingerprint256 },
      'the TLS certificate was read again; other settings need a restart',
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.error({ error: why }, 'the TLS certificate cannot be read again: the old one stays in use');
  }
};
