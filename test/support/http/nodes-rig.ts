import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ConnectionLimits } from '../../../src/http/server/connection-limits.ts';
import type { HttpNodes, Place, Where } from '../../../src/http/server/forward/nodes.ts';
import type { Tls } from '../../../src/http/server/listener.ts';
import type { HttpServices } from '../../../src/http/server/services.ts';
import { HttpRig } from './http-rig.ts';

export const LEADER_KEY = 'the-key-of-the-leader';
export const FOLLOWER_KEY = 'the-key-of-a-follower';

/** What a node that leads knows of the others. */
export const leads: HttpNodes = {
  name: 'a',
  key: LEADER_KEY,
  leader: () => 'here',
  ownerOf: () => undefined,
};

/** What a node knows that doesn't lead. @param leader where the leader is, asked for each request */
export const follows = (leader: () => Where, ownerOf: HttpNodes['ownerOf'] = () => undefined): HttpNodes => ({
  name: 'b',
  key: FOLLOWER_KEY,
  leader,
  ownerOf,
});

/** Lets a server listen on loopback until the test ends. */
export const listening = async (rig: HttpRig, tls?: Tls): Promise<{ url: string; port: number }> => {
  await rig.app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => rig.app.close());
  const { port } = rig.app.server.address() as AddressInfo;
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port };
};

interface Given {
  readonly tls?: Tls;
  readonly services?: Partial<HttpServices>;
  readonly limits?: ConnectionLimits;
}

/** A node as a real server on fakes. */
export const node = async (nodes: HttpNodes, { tls, services, limits }: Given = {}) => {
  const rig = new HttpRig(tls, { ...services, nodes }, limits);
  return { rig, ...(await listening(rig, tls)) };
};

/** A leader, and a node that forwards to it. */
export const leaderAndFollower = async (given: Given = {}, limits?: ConnectionLimits) => {
  const leader = await node(leads, given);
  const place: Place = { url: leader.url, key: LEADER_KEY };
  const follower = await node(
    follows(() => place),
    limits === undefined ? {} : { limits },
  );
  return { leader, follower };
};

/** A server in place of the leader, which does what the test says. */
export const standIn = async (listener: RequestListener) => {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, url, place: { url, key: LEADER_KEY } satisfies Place };
};
