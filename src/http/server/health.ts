import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Access, needing } from './access/access.ts';
import { answer, problemResponses } from './answers.ts';
import type { App } from './app.ts';
import { clientAddress, isForwarded } from './forward/client.ts';
import { sendProblem } from './problems.ts';
import type { HttpServices } from './services.ts';

const routeIds = z.array(z.string());

const readyView = z.strictObject({
  ready: z.literal(true),
  routesUp: routeIds,
  routesDown: routeIds,
});

// The text format 0.0.4 of Prometheus, which every scraper understands.
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Health and metrics, for a supervisor, a load balancer or Prometheus. */
export const health = (app: App, access: Access, { health: state, metrics, version }: HttpServices): void => {
  app.get(
    '/healthz',
    {
      schema: {
        tags: ['Operation'],
        summary: 'Whether the process is alive',
        security: [],
        response: {
          200: answer('It is alive.', z.strictObject({ status: z.literal('ok'), version: z.string() })),
        },
      },
    },
    (_request, reply) => {
      reply.send({ status: 'ok', version });
    },
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags: ['Operation'],
        summary: 'Whether a message could be accepted now',
        description:
          'Accepting a message needs the disk, not a carrier: the routes are listed, and do not decide.',
        security: [],
        response: {
          200: answer('A message could be accepted.', readyView),
          ...problemResponses('not-ready'),
        },
      },
    },
    (_request, reply) => {
      const { ready, reason, routesUp, routesDown } = state.ready();
      const members = { ready, routesUp: [...routesUp], routesDown: [...routesDown] };
      if (ready) reply.send({ ...members, ready: true });
      else sendProblem(reply, 'not-ready', { members, ...(reason === undefined ? {} : { detail: reason }) });
    },
  );

  const needWatch = access.need('watch');
  app.get(
    '/metrics',
    {
      onRequest: needing('watch', (request, reply, done) => {
        if (isLocal(request)) done();
        else needWatch(request, reply, done);
      }),
      schema: {
        tags: ['Operation'],
        summary: 'Metrics for Prometheus',
        description: 'Without a token only from the machine itself.',
        response: {
          200: {
            description: 'The text format of Prometheus, version 0.0.4.',
            content: { 'text/plain': { schema: z.string() } },
          },
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => reply.type(METRICS_TYPE).send(await metrics()),
  );
};

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Whether a request comes from this machine, and not through a proxy on it for somebody else. */
const isLocal = (request: FastifyRequest): boolean =>
  LOOPBACK.test(clientAddress(request)) &&
  // A client on the machine of another node is on another machine.
  !isForwarded(request) &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined;
