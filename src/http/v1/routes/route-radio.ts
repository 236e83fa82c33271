import { z } from 'zod';
import type { RadioCheck } from '../../../domain/routes/radio-check.ts';
import { msisdn } from '../../resource/numbers.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { routeParams, unknownRoute } from './routes.ts';

/** A check that takes longer is answered while it runs. */
const WAIT_MS = 20_000;

const checkBody = z
  .strictObject({
    to: msisdn
      .optional()
      .meta({ description: "A number of yours; left out: the SIM's own, if the SIM knows it." }),
  })
  .optional();

export const radioCheckView = z
  .strictObject({
    state: z.enum(['running', 'finished', 'failed']),
    to: z.string(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    technologies: z.array(
      z.strictObject({
        technology: z.enum(['2G', '3G', '4G', '5G']).nullable(),
        result: z.enum(['works', 'accepted', 'refused', 'noNetwork', 'notOffered']).meta({
          description:
            'works: it, or a status report, came back; accepted: the network took it and nothing came back in time; ' +
            'notOffered: the modem has no such technology.',
        }),
        reason: z.string().nullable(),
        tookMs: z.number().nullable(),
      }),
    ),
    warnings: z.array(z.string()),
    reason: z.string().nullable(),
  })
  .meta({ id: 'RadioCheck' });

const viewCheck = (check: RadioCheck): z.output<typeof radioCheckView> => ({
  ...check,
  startedAt: iso(check.startedAt),
  endedAt: check.endedAt === undefined ? null : iso(check.endedAt),
  technologies: check.technologies.map(({ technology, result, reason, tookMs }) => ({
    technology: technology ?? null,
    result,
    reason: reason ?? null,
    tookMs: tookMs ?? null,
  })),
  warnings: [...check.warnings],
  reason: check.reason ?? null,
});

/** HTTP routes to check on which technologies a modem's messages leave. */
export const routeRadio = (
  app: App,
  access: Access,
  { routes: control, audit, clock }: HttpServices,
): void => {
  app.post(
    '/v1/routes/:id/check',
    {
      onRequest: access.need('operateRoutes'),
      schema: {
        tags: ['Routes'],
        summary: 'Check on which technologies the messages of a modem leave',
        description:
          'Limits the radio to 2G, 3G, 4G and 5G in turn, sends one message on each that the modem offers, and lifts ' +
          'the limit again. It may take some minutes. A message that the route is given meanwhile breaks the check ' +
          'off; disable the route before to keep messages away. Each message counts for the limits of the SIM. With ' +
          'networkMode: keep the radio is not limited: one message is sent on the network that the modem has.',
        params: routeParams,
        body: checkBody,
        response: {
          200: answer('The check has ended.', radioCheckView),
          202: answer('The check still runs: GET tells how it goes.', radioCheckView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'modem-busy',
            'validation',
            'no-sim',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (control.get(id) === undefined) return unknownRoute(reply);
      const sim = control.sim(id);
      if (sim === undefined) {
        return sendProblem(reply, 'no-sim', { detail: 'The route is a carrier, not a modem.' });
      }
      const { to } = request.body ?? {};
      const begun = await sim.checkRadio(to);
      if (begun.kind === 'notNow') {
        return sendProblem(reply, 'modem-busy', { detail: `Not now: ${begun.reason}.` });
      }
      if (begun.kind === 'noNumber') {
        const message = "must be given: the SIM doesn't know its own number";
        return sendProblem(reply, 'validation', { errors: [{ path: 'to', message }] });
      }
      await audit.record(access.actor(request), 'route.check', `route:${id}`);
      const timeUp = Promise.withResolvers<undefined>();
      const cancel = clock.after(WAIT_MS, () => timeUp.resolve(undefined));
      const ended = await Promise.race([begun.done, timeUp.promise]);
      cancel();
      if (ended !== undefined) return reply.code(200).send(viewCheck(ended));
      const running = sim.radioCheck;
      return running === undefined ? unknownRoute(reply) : reply.code(202).send(viewCheck(running));
    },
  );

  app.get(
    '/v1/routes/:id/check',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Routes'],
        summary: 'The last check of the radio',
        params: routeParams,
        response: {
          200: answer('The last check, or the one that runs.', radioCheckView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found'),
        },
      },
    },
    (request, reply) => {
      const check = control.sim(request.params.id)?.radioCheck;
      if (check !== undefined) reply.send(viewCheck(check));
      else {
        const detail = 'There is no such modem, or its radio was not checked since the gateway started.';
        sendProblem(reply, 'not-found', { detail });
      }
    },
  );
};
