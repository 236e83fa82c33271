import type { FastifySchema, RouteOptions } from 'fastify';
import { permissionOf } from '../access/access.ts';
import { problemResponses } from '../answers.ts';
import type { ProblemName } from '../problems.ts';

/** Methods of which fastify reads the body, also where an operation takes none. */
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

type Route = Pick<RouteOptions, 'method' | 'onRequest' | 'url'>;

const problemsOf = ({ method, onRequest, url }: Route): ProblemName[] => {
  const hasBody = [method].flat().some((one) => WITH_BODY.has(one));
  const needsToken = [onRequest].flat().some((hook) => permissionOf(hook) !== undefined);
  return [
    'malformed-request',
    ...(hasBody ? (['malformed-json', 'too-large', 'unsupported-media-type'] as const) : []),
    // A part of the path that is longer than any id can be.
    ...(url.includes(':') ? (['not-found'] as const) : []),
    'too-slow',
    ...(needsToken ? (['too-many-wrong-tokens'] as const) : []),
    'headers-too-large',
  ];
};

/**
 * Adds to the description of an operation the problems that are answered before the operation itself is asked. Each
 * request may meet them, so they are described here and not by every route.
 */
export const noteEdgeAnswers = <Schema extends FastifySchema>(schema: Schema, route: Route): Schema => {
  const own = (schema.response ?? {}) as Readonly<Record<string, { readonly description?: string }>>;
  const response: Record<string, object> = { ...own };
  for (const [status, added] of Object.entries(problemResponses(...problemsOf(route)))) {
    const before = own[status];
    const others = added.description.split('; ').filter((one) => before?.description?.includes(one) !== true);
    response[status] =
      before === undefined ? added : { ...before, description: [before.description, ...others].join('; ') };
  }
  return { ...schema, response };
};
