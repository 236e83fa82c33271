import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { RouteTrace } from '../../../domain/routes/route-trace.ts';
import { isoDuration } from '../../resource/fields.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { routeParams, unknownRoute } from './routes.ts';

const traceBody = z.strictObject({
  for: isoDuration('How long to trace, at most PT1H (ISO 8601). PT0S ends a trace and deletes its lines.', {
    minMs: 0,
    maxMs: 3_600_000,
  }),
  unmasked: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether to show numbers, and the octets before a text; for an admin only.' }),
});

export const traceView = z
  .strictObject({
    until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the trace ends by itself; null: there is no trace.' }),
    unmasked: z.boolean(),
    lines: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        direction: z.enum(['sent', 'received']),
        pdu: z.string().meta({
          examples: [
            'submit_sm 7, 92 octets, from PREF…RE to 3363…01, esm_class 0, data_coding 0, 24 octets of text',
          ],
        }),
      }),
    ),
  })
  .meta({ id: 'Trace' });

const NO_PDUS = 'The route is a modem: only the PDUs of a carrier can be traced.';
const UNMASKED = 'Only an admin sees numbers and octets unmasked.';

/** Routes to trace the PDUs of a carrier for a time. */
export const routeTraces = (app: App, access: Access, { routes: control, audit }: HttpServices): void => {
  /** The trace of this route; undefined: the request is answered with a problem. */
  const traceOf = (id: string, reply: FastifyReply): RouteTrace | undefined => {
    const trace = control.trace(id);
    if (trace === undefined && control.get(id) === undefined) unknownRoute(reply);
    else if (trace === undefined) sendProblem(reply, 'not-traceable', { detail: NO_PDUS });
    return trace;
  };

  const shared = {
    tags: ['Routes'],
    params: routeParams,
    response: {
      200: answer('The trace as it is now: at most the last thousand lines, oldest first.', traceView),
      ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'not-traceable'),
    },
  };

  app.post(
    '/v1/routes/:id/trace',
    {
      onRequest: access.need('operateRoutes'),
      schema: {
        ...shared,
        summary: 'Trace the PDUs of a carrier',
        description:
          'Every PDU of this route for the given time, one line each. The lines of an earlier trace are deleted. A password ' +
          'and a text are never shown.',
        body: traceBody,
        response: { ...shared.response, ...problemResponses('malformed-json', 'validation') },
      },
    },
    async (request, reply) => {
      const { for: forMs, unmasked } = request.body;
      if (unmasked && !access.may(request, 'traceUnmasked')) {
        return sendProblem(reply, 'forbidden', { detail: UNMASKED });
      }
      const { id } = request.params;
      const trace = traceOf(id, reply);
      if (trace === undefined) return reply;
      // Recorded before the trace begins, so that no trace is without its entry in the audit log.
      await audit.record(access.actor(request), 'route.trace', `route:${id}`, { forMs, unmasked });
      trace.start(forMs, { unmasked });
      return reply.send(viewTrace(trace));
    },
  );

  app.get(
    '/v1/routes/:id/trace',
    {
      onRequest: access.need('operateRoutes'),
      schema: {
        ...shared,
        summary: 'Read the trace of a route',
        description: 'The lines stay after the end of the trace, until the next trace.',
      },
    },
    (request, reply) => {
      const trace = traceOf(request.params.id, reply);
      if (trace === undefined) return;
      if (trace.unmasked && !access.may(request, 'traceUnmasked')) {
        sendProblem(reply, 'forbidden', { detail: UNMASKED });
        return;
      }
      reply.send(viewTrace(trace));
    },
  );
};

const viewTrace = ({ until, unmasked, lines }: RouteTrace): z.output<typeof traceView> => ({
  until: until === undefined ? null : iso(until),
  unmasked,
  lines: lines.map(({ at, direction, pdu }) => ({ at: iso(at), direction, pdu })),
});
