import type { FastifyReply, FastifyRequest } from 'fastify';
import findMyWay from 'find-my-way';
import type { App } from './app.ts';
import { sendProblem } from './problems.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply) => void;

/** Answers 404 for an unknown path. The query is not repeated: it may hold a phone number. */
export const notFound: Answer = (request, reply) => {
  sendProblem(reply, 'not-found', { detail: `There is nothing at ${request.url.split('?', 1)[0]}.` });
};

/**
 * Answers 405 with Allow for the methods that a path doesn't have, and 404 for an unknown path.
 */
export class UnknownPaths {
  readonly #byPath = new Map<string, Set<string>>();
  #isComplete = false;
  #methodsAt: ((url: string) => ReadonlySet<string> | undefined) | undefined;

  /** From now on it learns the paths that are added to `app`. */
  learn(app: App): void {
    app.addHook('onRoute', ({ url, method }) => {
      if (this.#isComplete) return;
      const taken = this.#byPath.get(url) ?? new Set<string>();
      this.#byPath.set(url, taken);
      for (const name of [method].flat()) taken.add(name);
    });
  }

  /** Answers a request that no route takes. */
  readonly answer: Answer = (request, reply) => {
    // A route for each path and method that nobody serves would make each start slower.
    this.#methodsAt ??= routerOf(this.#byPath);
    const taken = this.#methodsAt(request.url);
    if (taken === undefined || taken.has(request.method)) notFound(request, reply);
    else refuse(taken, reply);
  };

  /**
   * Adds routes that answer 405 where a wider path would take the request: GET /v1/messages/batch is no message with
   * the id "batch". Call it after the last route was added.
   */
  refuseWider(app: App): void {
    this.#isComplete = true;
    const paths = [...this.#byPath].map(([url, taken]) => ({ url, taken, segments: url.split('/') }));
    const wide = paths.filter(({ segments }) => segments.some(takesAny));
    for (const { url, taken, segments } of paths) {
      const wider = wide.filter((other) => other.url !== url && covers(other.segments, segments));
      const method = [...new Set(wider.flatMap((other) => [...other.taken]))].filter(
        (one) => !taken.has(one),
      );
      if (method.length === 0) continue;
      const answer: Answer = (_request, reply) => refuse(taken, reply);
      app.route({
        url,
        method,
        exposeHeadRoute: false,
        schema: { hide: true },
        onRequest: answer,
        handler: answer,
      });
    }
  }
}

const refuse = (taken: ReadonlySet<string>, reply: FastifyReply): void => {
  const allow = [...taken].sort().join(', ');
  reply.header('allow', allow);
  sendProblem(reply, 'method-not-allowed', { detail: `Allowed here: ${allow}.` });
};

const routerOf = (byPath: ReadonlyMap<string, Set<string>>) => {
  const router = findMyWay();
  for (const [path, methods] of byPath) router.on('GET', path, () => undefined, methods);
  return (url: string): ReadonlySet<string> | undefined => router.find('GET', url)?.store;
};

const takesAny = (segment: string): boolean => segment.startsWith(':') || segment.startsWith('*');

/** Whether a path with parameters also takes what another path takes. */
const covers = (wide: readonly string[], path: readonly string[]): boolean =>
  (wide.at(-1) === '*' ? wide.length <= path.length : wide.length === path.length) &&
  wide.every((segment, index) => segment === path[index] || takesAny(segment));
