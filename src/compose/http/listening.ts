import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { whyNotReadable } from '../../config/file-access.ts';
import type { Config } from '../../config/schema.ts';
import type { Tls } from '../../http/server/listener.ts';
import type { buildServer } from '../../http/server/server.ts';
import { TocsinError } from '../../kernel/errors.ts';

export type Server = Awaited<ReturnType<typeof buildServer>>;

/**
 * Lets the API take requests at the address of the configuration. Resolves with its URL.
 * @throws TocsinError `cannotListen` if the address can't be had
 */
export const listen = async (server: Server, config: Config): Promise<string> => {
  const at = config.http.listen;
  try {
    await server.listen(listenAt(at));
    return urlOf(config, server);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TocsinError('cannotListen', `cannot listen on ${at}: ${why}`, { cause: error });
  }
};

/** The URL of a listening server, with the port that the system assigned. */
const urlOf = (config: Config, { server }: Server): string => {
  const scheme = config.http.tls === undefined ? 'http' : 'https';
  const { address, family, port } = server.address() as AddressInfo;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};

/** @throws TocsinError `configInvalid` if a file can't be read, or if the files are not a certificate and its key */
export const tlsOf = async (config: Config): Promise<Tls | undefined> => {
  const { tls } = config.http;
  if (tls === undefined) return undefined;
  try {
    const pair = { cert: await readFile(tls.cert), key: await readFile(tls.key) };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const why = whyNotReadable(tls.cert) ?? whyNotReadable(tls.key) ?? said;
    throw new TocsinError('configInvalid', `http.tls: ${why}`, { cause: error });
  }
};

const listenAt = (listen: string): { host: string; port: number } => {
  const colon = listen.lastIndexOf(':');
  return { host: listen.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(listen.slice(colon + 1)) };
};
