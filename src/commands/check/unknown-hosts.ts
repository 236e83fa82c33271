import { isIP } from 'node:net';
import type { Config } from '../../config/schema.ts';
import { storeAddressOf } from '../../config/store/store-address.ts';
import type { Clock } from '../../kernel/clock.ts';

/** Rejects if the host name has no address. */
export type Resolve = (host: string) => Promise<unknown>;

type Route = { readonly id: string } & (
  | { readonly type: 'smpp'; readonly host: string }
  | { readonly type: 'modem' }
);

interface HostsOf {
  readonly store?: Pick<Config['store'], 'postgres'> | undefined;
  readonly routes: readonly Route[];
  readonly signOn?: Pick<NonNullable<Config['signOn']>, 'issuer'> | undefined;
  readonly cap: { readonly feeds: readonly Pick<Config['cap']['feeds'][number], 'url'>[] };
}

const WITHIN_MS = 2000;

/**
 * Warnings about host names of the configuration that have no address. They are no errors: this machine may be offline
 * while its configuration is written. All names are looked up at the same time, each for two seconds at most.
 * `isAnyPending`: the resolver still looks for an answer that is not awaited any more.
 */
export const unknownHosts = async (
  config: HostsOf,
  resolve: Resolve,
  clock: Clock,
): Promise<{ readonly warnings: readonly string[]; readonly isAnyPending: boolean }> => {
  const found = await Promise.all(
    [...usersByHost(config)].map(async ([host, users]) => {
      const why = await whyUnknown(host, resolve, clock);
      return why === undefined ? [] : [{ why, host, users }];
    }),
  );
  return {
    warnings: found
      .flat()
      .map(
        ({ host, users, why }) =>
          `the host ${host} of ${users.join(' and ')} has no address (${why}): the name may be misspelt, or this machine may be offline now`,
      ),
    isAnyPending: found.flat().some(({ why }) => why === NO_ANSWER),
  };
};

const NO_ANSWER = `no answer within ${WITHIN_MS / 1000} s`;

const whyUnknown = (host: string, resolve: Resolve, clock: Clock): Promise<string | undefined> =>
  new Promise((done) => {
    const cancel = clock.after(WITHIN_MS, () => done(NO_ANSWER));
    const settle = (why: string | undefined): void => {
      cancel();
      done(why);
    };
    resolve(host).then(
      () => settle(undefined),
      (error: unknown) => settle(codeOf(error)),
    );
  });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

const usersByHost = ({ routes, cap, signOn, store }: HostsOf): ReadonlyMap<string, readonly string[]> => {
  const users = new Map<string, string[]>();
  const add = (named: string, user: string): void => {
    const host = named.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    if (isIP(host) !== 0 || host === 'localhost') return;
    users.set(host, [...(users.get(host) ?? []), user]);
  };
  for (const route of routes) if (route.type === 'smpp') add(route.host, `route ${route.id}`);
  for (const { url } of cap.feeds) add(new URL(url).hostname, `the CAP feed ${url}`);
  const postgres = store?.postgres === undefined ? undefined : storeAddressOf(store.postgres).host;
  // A host that begins with a slash is the folder of a socket.
  if (postgres !== undefined && !postgres.startsWith('/')) add(postgres, 'store.postgres');
  if (signOn !== undefined) add(new URL(signOn.issuer).hostname, 'signOn');
  return users;
};
