import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from './access.ts';
import { answer, problemResponses } from './answers.ts';
import type { App } from './app.ts';
import { sendProblem } from './problems.ts';
import type { HttpServices } from './services.ts';

const routeIds = z.array(z.string());

const readyView = z.strictObject({
  ready: z.literal(true),
  routesUp: routeIds,
  routesDown: routeIds,
});

// Prometheus' text format 0.0.4, which every scraper takes.
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** For whoever watches the gateway: a supervisor, a load balancer, Prometheus. */
export const health = (app: App, access: Access, { health: state, metrics, version }: HttpServices): void => {
  app.get(
    '/healthz',
    {
      schema: {
        tags: ['Operation'],
        summary: 'Is the process alive',
        security: [],
        response: { 200: answer('It is.', z.strictObject({ status: z.literal('ok'), version: z.string() })) },
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
        summary: 'Could a message be accepted now',
        description:
          'Accepting needs the disk, not a carrier: which routes are up is said, and does not decide.',
        security: [],
        response: { 200: answer('It could.', readyView), ...problemResponses('not-ready') },
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
      onRequest: (request, reply, done) => {
        if (isLocal(request)) done();
        else needWatch(request, reply, done);
      },
      schema: {
        tags: ['Operation'],
        summary: 'Metrics for Prometheus',
        description: 'Open to the machine itself; from elsewhere with a token.',
        response: {
          200: {
            description: 'The exposition format, version 0.0.4.',
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

/** From this machine, and not by a proxy on it that speaks for somebody else. */
const isLocal = ({ socket, headers }: FastifyRequest): boolean =>
  LOOPBACK.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;
