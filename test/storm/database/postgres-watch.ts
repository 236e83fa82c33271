import { BlockingClient } from '../../../src/store/postgres/thread/blocking-client.ts';
import type { Answer, ConnectionOptions, Request } from '../../../src/store/postgres/thread/protocol.ts';

/** What the world does to the connections to one database. */
export interface Watcher {
  /** A process connects. @param connect really does so */
  connects(client: BlockingClient, connect: () => void): void;
  /** A process asks. @param ask really does so */
  asks(all: readonly Request[], ask: (all: readonly Request[]) => readonly Answer[]): readonly Answer[];
  /** A process has ended the connection. */
  ended(client: BlockingClient): void;
}

/** By the addresses of the databases. */
const watchers = new Map<string, Watcher>();
const watched = new WeakMap<BlockingClient, Watcher>();

/** From now on the network to a database is a simulated one. */
export const watchDatabase = (url: string, watcher: Watcher): void => {
  watchers.set(url, watcher);
};

/** The network to the database is a real one again. */
export const unwatchDatabase = (url: string): void => {
  watchers.delete(url);
};

const { connect, query, end } = BlockingClient.prototype;

BlockingClient.prototype.connect = function (this: BlockingClient, options: ConnectionOptions) {
  const watcher = watchers.get(options.url);
  if (watcher === undefined) return connect.call(this, options);
  watched.set(this, watcher);
  watcher.connects(this, () => connect.call(this, options));
};

BlockingClient.prototype.query = function (this: BlockingClient, all) {
  const ask = (some: readonly Request[]) => query.call(this, some);
  return watched.get(this)?.asks(all, ask) ?? ask(all);
};

BlockingClient.prototype.end = function (this: BlockingClient) {
  watched.get(this)?.ended(this);
  // Another database may get this client next.
  watched.delete(this);
  end.call(this);
};
