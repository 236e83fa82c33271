import type { Config, RouteConfig } from '../../../config/schema.ts';
import { isHere } from '../../../config/store/node.ts';
import { apiOf } from './api-of.ts';

/** What the gateway does as one of several on its database; nothing if it is the only one. */
export const describeNodes = (config: Config): string[] => {
  const { node, routes } = config;
  if (node === undefined) return [];
  const api = apiOf(config);
  const elsewhere = routes.filter((route) => !isHere(config, route));
  return [
    `Is the node ${node.name} of several on this database. Other nodes reach its API at ${api.url}${api.isOwnName ? ' (the name of this machine)' : ''}.`,
    `Drives ${namesOf(routes.filter((route) => isHere(config, route)))}.`,
    ...[...Map.groupBy(elsewhere, (route) => route.node)].map(
      ([name, theirs]) => `Leaves ${namesOf(theirs)} to the node ${name}.`,
    ),
    ...routes.flatMap(describeShared),
  ];
};

/** What the carrier of a route sees that every node drives. */
const describeShared = (route: RouteConfig): readonly string[] => {
  if (route.type !== 'smpp' || route.node !== undefined) return [];
  const binds = `Each node opens ${route.sessions === 1 ? 'a session' : `${route.sessions} sessions`} to ${route.id}`;
  return [
    route.rate === undefined
      ? `${binds}, and finds out by itself how much the carrier takes.`
      : `${binds}; together they send at most ${route.rate} parts/s.`,
  ];
};

const namesOf = (routes: readonly RouteConfig[]): string =>
  routes.length === 0 ? 'no route' : routes.map(({ id }) => id).join(', ');
