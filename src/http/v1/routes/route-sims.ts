import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Permission } from '../../../access/permissions.ts';
import type { SimAct, SimControl } from '../../../domain/routes/sim-control.ts';
import { changesPin, USSD_CODE } from '../../../domain/routes/ussd-code.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { routeParams, routeView, unknownRoute, viewRoute } from './routes.ts';

const ussdBody = z.strictObject({
  code: z
    .string()
    .regex(USSD_CODE, 'must be 1 to 40 of 0-9, *, # and +')
    .refine((code) => !changesPin(code), 'would change a PIN or enter a PUK: do that in a phone')
    .meta({ examples: ['*123#'] }),
});

export const ussdView = z.strictObject({ text: z.string() });

/** Routes for the SIM of a modem. */
export const routeSims = (app: App, access: Access, { routes: control, audit, log }: HttpServices): void => {
  /** The SIM of this route; undefined: the request is answered with a problem. */
  const simOf = (id: string, reply: FastifyReply): SimControl | undefined => {
    const sim = control.sim(id);
    if (sim === undefined && control.get(id) === undefined) unknownRoute(reply);
    else if (sim === undefined)
      sendProblem(reply, 'no-sim', { detail: 'The route is a carrier, not a modem.' });
    return sim;
  };

  app.post(
    '/v1/routes/:id/ussd',
    {
      onRequest: access.need('operateRoutes'),
      schema: {
        tags: ['Routes'],
        summary: 'Send a USSD code to the network, such as for the balance of the SIM',
        description:
          'Only while the modem has nothing to send. It takes up to half a minute. A menu is returned as text and then left.',
        params: routeParams,
        body: ussdBody,
        response: {
          200: answer('The answer of the network.', ussdView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'modem-busy',
            'validation',
            'no-sim',
            'ussd-failed',
          ),
        },
      },
    },
    async (request, reply) => {
      const sim = simOf(request.params.id, reply);
      if (sim === undefined) return reply;
      const said = await sim.ussd(request.body.code);
      switch (said.kind) {
        case 'answered':
          return reply.send({ text: said.text });
        case 'notNow':
          return sendProblem(reply, 'modem-busy', { detail: `Not now: ${said.reason}.` });
        case 'failed':
          return sendProblem(reply, 'ussd-failed', { detail: `No text: ${said.reason}.` });
      }
    },
  );

  const simAct = (
    path: 'pin/clear' | 'sim/restore',
    permission: Permission,
    act: (sim: SimControl) => Promise<SimAct>,
    action: 'sim.clearPin' | 'sim.restore',
    say: { readonly summary: string; readonly description: string; readonly log: string },
  ): void => {
    app.post(
      `/v1/routes/:id/${path}`,
      {
        onRequest: access.need(permission),
        schema: {
          tags: ['Routes'],
          summary: say.summary,
          description: say.description,
          params: routeParams,
          response: {
            200: answer('Done. The route as it is now: the modem has only begun to start.', routeView),
            ...problemResponses(
              'unauthenticated',
              'forbidden',
              'not-found',
              'modem-busy',
              'no-sim',
              'store-unavailable',
            ),
          },
        },
      },
      async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        const { id } = request.params;
        const sim = simOf(id, reply);
        if (sim === undefined) return reply;
        const done = await act(sim);
        if (done.kind === 'notNow') {
          return sendProblem(reply, 'modem-busy', { detail: `Not now: ${done.reason}.` });
        }
        const { id: token, name } = access.principal(request);
        log.warn({ route: id, iccid: done.iccid, token, name }, say.log);
        await audit.record(access.actor(request), action, `route:${id}`, { iccid: done.iccid ?? null });
        const route = control.get(id);
        if (route === undefined) return unknownRoute(reply);
        return reply.send(viewRoute(route, access.may(request, 'readSims')));
      },
    );
  };
  simAct('pin/clear', 'clearPins', (sim) => sim.clearPin(), 'sim.clearPin', {
    summary: 'Allow one more try of the PIN on the SIM in this modem',
    description:
      'The gateway tries a PIN only once on each SIM. Correct it in the configuration first: the third wrong PIN in a ' +
      'row blocks the SIM. The audit log says who did it. The gateway never enters a PUK.',
    log: 'an administrator let a PIN be tried once more on a SIM',
  });
  simAct('sim/restore', 'operateRoutes', (sim) => sim.restore(), 'sim.restore', {
    summary: 'Use the SIM in this modem again',
    description:
      'A SIM that the network refuses is not used for a quarter of an hour; this ends the wait. The audit log says who did it.',
    log: 'an operator took a SIM into service again',
  });
};
