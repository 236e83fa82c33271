import { connect } from 'node:net';
import type { Config } from '../../config/schema.ts';
import { isHere } from '../../config/store/node.ts';
import type { Clock } from '../../kernel/clock.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

const WITHIN_MS = 2000;

/** Connects and hangs up at once. @returns undefined: it answered; otherwise why not */
const reach = (host: string, port: number, clock: Clock): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (why: string | undefined): void => {
      cancel();
      socket.destroy();
      resolve(why);
    };
    const cancel = clock.after(WITHIN_MS, () => end(`no answer within ${WITHIN_MS / 1000} s`));
    socket.once('connect', () => end(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });

/**
 * Whether the carriers of this gateway can be reached. No bind: an account may allow one session only, and the gateway
 * has it.
 */
export const carrierFindings = (config: Config, clock: Clock): Promise<readonly Finding[]> =>
  Promise.all(
    config.routes
      .filter((route) => route.type === 'smpp')
      .filter((route) => isHere(config, route))
      .map(async ({ id, host, port }) => {
        const why = await reach(host, port, clock);
        if (why === undefined) return fine(`carrier ${id}`, `${host}:${port} takes connections`);
        return warning(
          `carrier ${id}`,
          `${host}:${port} can't be reached: ${why}`,
          'Messages wait, or go by other routes, until it can.',
          'Check the network, the firewall, the VPN and the address; then ask the carrier whether it knows ours.',
        );
      }),
  );

const splitListen = (listen: string): { readonly host: string; readonly port: number } => {
  const at = listen.lastIndexOf(':');
  const host = listen.slice(0, at).replaceAll(/[[\]]/g, '');
  // An address that stands for all of them is reached by the machine's own.
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return { host: reached, port: Number(listen.slice(at + 1)) };
};

/** @param isRunning whether a gateway runs on the store; undefined: the store can't be asked */
export const listenFinding = async (
  config: Config,
  isRunning: boolean | undefined,
  clock: Clock,
): Promise<Finding> => {
  const { listen } = config.http;
  const { host, port } = splitListen(listen);
  if (port === 0) return fine('port', 'the system gives a free one');
  const isTaken = (await reach(host, port, clock)) === undefined;
  if (isTaken && isRunning) return fine('port', `the gateway runs and answers on ${listen}`);
  if (isTaken && isRunning === undefined)
    return fine('port', `a program listens on ${listen}: the gateway, if it runs`);
  if (isTaken)
    return broken(
      'port',
      `another program listens on ${listen}`,
      'The gateway cannot start.',
      `See which (ss -ltnp 'sport = :${port}'), and end it, or change http.listen.`,
    );
  if (isRunning)
    return broken(
      'port',
      `a gateway runs on the store, but nothing answers on ${listen}`,
      'No program and nobody at a screen can reach it.',
      'Restart it if http.listen was changed since its start; otherwise look into its log.',
    );
  return fine('port', `${listen} is free; the gateway does not run`);
};
