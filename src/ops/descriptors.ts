import type { Config } from '../config/schema.ts';
import { routeCapabilities } from '../domain/routes/capabilities.ts';

/**
 * File descriptors of the gateway itself: two database threads with their files, the log, timers and pipes of Node. 39
 * were counted.
 */
const OWN = 64;
/** File descriptors for short uses: temporary files, imports, exports, webhooks, connections that are closing. */
const PASSING = 64;
const A_FEED = 2;
/** The least number of HTTP connections that are allowed, however low the limit of open files is. */
const LEAST_CONNECTIONS = 16;

/** How the file descriptors of the process are shared out. */
export interface DescriptorPlan {
  /** The number of file descriptors that are reserved for carriers, modems, the disk and webhooks. */
  readonly reserved: number;
  /** The largest number of HTTP connections at the same time. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Why there are fewer connections than configured; undefined if there are not. */
  readonly warning: string | undefined;
}

/** @param limit how many files the process may have open; undefined if there is no limit or it is unknown */
export const planDescriptors = ({ http, routes, cap }: Config, limit: number | undefined): DescriptorPlan => {
  const ofRoutes = routes.map((route) => {
    const { descriptors, descriptorsPerSession } = routeCapabilities[route.type];
    return descriptors + ('sessions' in route ? route.sessions : 0) * descriptorsPerSession;
  });
  const reserved = OWN + PASSING + ofRoutes.reduce((a, b) => a + b, 0) + cap.feeds.length * A_FEED;
  const room = (limit ?? Number.POSITIVE_INFINITY) - reserved;
  const connections = Math.max(LEAST_CONNECTIONS, Math.min(http.maxConnections, room));
  return {
    reserved,
    connections,
    connectionsPerAddress: Math.min(connections, http.maxConnectionsPerAddress ?? Math.ceil(connections / 2)),
    warning:
      room >= http.maxConnections
        ? undefined
        : `the limit of open files is ${limit}: ${reserved} are kept for carriers, modems and the disk, so ${connections} HTTP connections are taken at once, not ${http.maxConnections}; raise the limit (ulimit -n, LimitNOFILE) to ${reserved + http.maxConnections}`,
  };
};
