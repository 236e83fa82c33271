import type { FastifyRequest } from 'fastify';
import type { HttpNodes, Where } from './nodes.ts';

/** What only needs the store of messages, the node itself, or files that every node has: the patterns of the routes. */
const OF_EVERY_NODE: ReadonlySet<string> = new Set([
  '/v1/messages',
  '/v1/messages/batch',
  '/v1/messages/:id',
  '/v1/messages/:id/cancel',
  '/v1/preview',
  // They tell of the node that is asked.
  '/healthz',
  '/readyz',
  '/metrics',
  // The console's files and the description of the API.
  '/',
  '/console',
  '/openapi.json',
  '/docs',
  '/.well-known/security.txt',
]);
const FOLDERS_OF_EVERY_NODE = ['/console/', '/docs/'] as const;

/**
 * Whether every node answers this itself, whoever leads.
 * @param pattern of the route, such as `/v1/messages/:id`: the path itself could be written in many ways
 */
export const isOfEveryNode = (pattern: string): boolean =>
  OF_EVERY_NODE.has(pattern) || FOLDERS_OF_EVERY_NODE.some((folder) => pattern.startsWith(folder));

const ROUTE = '/v1/routes/:id';

/** What is done without the node of a route: the route is shown as down, and the store keeps what is switched. */
const WITHOUT_OWNER: ReadonlySet<string> = new Set([
  ROUTE,
  `${ROUTE}/enable`,
  `${ROUTE}/disable`,
  `${ROUTE}/test`,
]);

/** The id of the route to carriers or phones that a request is about; undefined: it is about none, or about several. */
export const routeOf = (pattern: string, params: unknown): string | undefined => {
  if (pattern !== ROUTE && !pattern.startsWith(`${ROUTE}/`)) return undefined;
  const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** Who answers a request that has a route in the server. */
export const placeFor = (
  { routeOptions: { url = '' }, params }: Pick<FastifyRequest, 'routeOptions' | 'params'>,
  nodes: Pick<HttpNodes, 'leader' | 'ownerOf'>,
): Where => {
  if (isOfEveryNode(url)) return 'here';
  const route = routeOf(url, params);
  const owner = route === undefined ? undefined : nodes.ownerOf(route);
  const isLeft = owner === 'nowhere' && WITHOUT_OWNER.has(url);
  return owner === undefined || isLeft ? nodes.leader() : owner;
};
