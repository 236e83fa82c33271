import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import { sendProblem } from './problems.ts';

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Answers 404 for an unknown path. The query is not repeated: it may hold a phone number. */
export const notFound = (request: FastifyRequest, reply: FastifyReply): void => {
  sendProblem(reply, 'not-found', { detail: `There is nothing at ${request.url.split('?', 1)[0]}.` });
};

/**
 * Answers 405 with Allow for the methods that a path doesn't have. Call it before the first route is added, and the
 * returned function after the last one.
 */
export const answerUnknownMethods = (app: App): (() => void) => {
  const byPath = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const taken = byPath.get(url) ?? new Set<string>();
    byPath.set(url, taken);
    for (const name of Array.isArray(method) ? method : [method]) taken.add(name);
  });
  return () => {
    for (const [url, taken] of [...byPath]) {
      const refuse = refusing([...taken].sort().join(', '));
      app.route({
        url,
        method: methods.filter((name) => !taken.has(name)),
        exposeHeadRoute: false,
        schema: { hide: true },
        onRequest: refuse,
        handler: refuse,
      });
    }
  };
};

const refusing = (allow: string) => (_request: FastifyRequest, reply: FastifyReply) => {
  reply.header('allow', allow);
  sendProblem(reply, 'method-not-allowed', { detail: `Allowed here: ${allow}.` });
};
