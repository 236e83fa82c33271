import { X509Certificate } from 'node:crypto';
import { Server as HttpsServer } from 'node:https';
import type { Config } from '../../config/schema.ts';
import type { Tls } from '../../http/server/listener.ts';
import type { Log } from '../../kernel/log.ts';
import type { Certificates } from '../../ops/reload/reloader.ts';
import { type Server, tlsOf } from './listening.ts';

const isSame = (one: string | Buffer | undefined, other: string | Buffer): boolean =>
  String(one) === String(other);

/** The certificate of the API, which can be changed for connections from now on. */
export const composeCertificates = async (
  config: Config,
  api: () => Server['server'],
  log: Log,
): Promise<Certificates<Tls>> => {
  let now = await tlsOf(config);
  return {
    read: tlsOf,
    isOther: ({ cert, key }) =>
      api() instanceof HttpsServer && !(isSame(now?.cert, cert) && isSame(now?.key, key)),
    use: (pair) => {
      const server = api();
      if (!(server instanceof HttpsServer)) return;
      server.setSecureContext(pair);
      now = pair;
      const { validTo, fingerprint256 } = new X509Certificate(pair.cert);
      log.info({ validTo, fingerprint256 }, 'the TLS certificate was read again');
    },
  };
};
