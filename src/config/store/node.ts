import { z } from 'zod';
import type { StoreConfig } from './store-config.ts';

/** The name of one of several gateways on a database. */
export const nodeName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'a node has up to 40 letters, digits, dots, - and _');

/** This gateway among several on one database: its name, and where the others reach its API. */
export const nodeConfig = z
  .union([
    nodeName,
    z.strictObject({
      name: nodeName,
      /** Left out: the name of the machine, or the loopback address if the API listens only there. */
      url: z
        .string()
        .regex(/^https?:\/\/[A-Za-z0-9.[\]:-]+$/, 'write scheme, host and port, such as http://10.0.0.2:8080')
        .optional(),
    }),
  ])
  .transform((node) => (typeof node === 'string' ? { name: node } : node));

interface Faulty {
  readonly node?: { readonly name: string } | undefined;
  readonly store: StoreConfig;
  readonly routes: readonly { readonly type: 'smpp' | 'modem'; readonly node?: string | undefined }[];
}

/** Faults of nodes that only the whole configuration shows. */
export const nodeFaults = ({ node, store, routes }: Faulty) => [
  ...(node !== undefined && store.postgres === undefined
    ? [{ path: ['node'], message: 'several gateways can share only a store on PostgreSQL (store.postgres)' }]
    : []),
  ...routes.flatMap((route, index) => {
    if (node === undefined && route.node !== undefined)
      return [{ path: ['routes', index, 'node'], message: 'this gateway has no name itself: set node, too' }];
    if (node !== undefined && route.type === 'modem' && route.node === undefined)
      return [{ path: ['routes', index, 'node'], message: 'name the node whose machine has the modem' }];
    return [];
  }),
];

/** Whether this gateway drives the route itself: without a name in it, each node does. */
export const isHere = (
  { node }: { readonly node?: { readonly name: string } | undefined },
  route: { readonly node?: string | undefined },
): boolean => route.node === undefined || route.node === node?.name;
