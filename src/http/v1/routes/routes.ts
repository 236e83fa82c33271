import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { formatMessageId } from '../../../domain/messages/message-id.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { maskInReason } from '../../../domain/routes/mask-sim.ts';
import type { RoutePlace, RouteView } from '../../../domain/routes/routes-control.ts';
import type { MessageInput } from '../../../intake/message-input.ts';
import { idempotencyHeaders, idempotencyKey, onceOf } from '../../resource/idempotency.ts';
import { pagedView } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { acceptedView, sendAcceptance } from '../messages/acceptance.ts';
import { iso } from '../messages/message-view.ts';
import { modemView, viewModem } from './modem-view.ts';
import { quarantineView, viewQuarantine } from './quarantine-view.ts';

const seconds = z.number().nullable();

export const routeView = z
  .strictObject({
    id: z.string().meta({ examples: ['orange'] }),
    type: z.enum(['smpp', 'modem']),
    state: z.enum(['up', 'degraded', 'down', 'disabled']),
    reason: z.string().nullable().meta({ description: 'Why the route is not up.' }),
    since: z.iso.datetime().nullable().meta({
      description: 'Since when the state is so, as far as the gateway has seen it since its start.',
    }),
    rate: z.number().meta({ description: 'Parts per second over the last seconds.' }),
    contractedRate: z.number().nullable(),
    share: z.int().optional().meta({ description: 'What this node may send of it; left out: all.' }),
    foundLimit: z.number().nullable().meta({
      description:
        'Parts per second: a limit that the carrier does not tell, and that was found; null: none was.',
    }),
    places: z
      .array(
        z.strictObject({
          tier: z.int().meta({ description: '1: it is used first.' }),
          tiers: z.int(),
          prefixes: z.array(z.string()).nullable().meta({ description: 'null: for all numbers.' }),
          priorities: z.array(z.enum(priorities)).nullable().meta({ description: 'null: for all.' }),
        }),
      )
      .meta({ description: 'In which tier of which rules of the plan the route is.' }),
    latencyMs: z.number().nullable().meta({ description: 'Milliseconds from submit to answer.' }),
    backlog: z.int().meta({ description: 'Queued parts for which this route is in the first tier.' }),
    eta: z.strictObject({ critical: seconds, high: seconds, normal: seconds, low: seconds }).meta({
      description:
        'Seconds until the route would have sent a message of each priority that came now, as measured; null: never, as things are.',
    }),
    inFlight: z.int(),
    sentToday: z.int(),
    quarantine: quarantineView,
    modem: modemView.optional(),
    receiptId: z.enum(['as-is', 'hex', 'dec']).nullable().optional().meta({
      description:
        "How the carrier's receipts write the ids of its answers, configured or learnt; null: not known yet.",
    }),
    refusals: z
      .array(
        z.strictObject({
          status: z.string().meta({
            description:
              'The name of the command_status in SMPP, its number if it has no name, or "other" once there are too many numbers.',
            examples: ['ESME_RTHROTTLED', '0x00000400'],
          }),
          count: z.int().min(0),
        }),
      )
      .optional()
      .meta({
        description:
          'Carriers only: refused submits by command_status, since the start of the gateway. ESME_RMSGQFUL and ESME_RTHROTTLED, by which carriers ask for a slower rate, are always there.',
      }),
  })
  .meta({ id: 'Route' });

const testBody = z.strictObject({
  to: z.string().meta({ examples: ['+33639980001'] }),
  text: z.string().optional().meta({ description: 'Left out: a text that names the route and the time.' }),
});

export const routeParams = z.object({ id: z.string().meta({ examples: ['orange'] }) });

/** HTTP routes to read, switch and test the ways out. */
export const routes = (
  app: App,
  access: Access,
  { routes: control, intake, audit, clock }: HttpServices,
): void => {
  app.get(
    '/v1/routes',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Routes'],
        summary: 'List the routes with their state',
        response: {
          200: answer('All routes, on one page.', pagedView(routeView)),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    (request, reply) => {
      const seesSims = access.may(request, 'readSims');
      reply.send({ items: control.list().map((route) => viewRoute(route, seesSims)), next: null });
    },
  );

  app.get(
    '/v1/routes/:id',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Routes'],
        summary: 'One route',
        params: routeParams,
        response: {
          200: answer('The route.', routeView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found'),
        },
      },
    },
    (request, reply) => {
      const route = control.get(request.params.id);
      if (route === undefined) unknownRoute(reply);
      else reply.send(viewRoute(route, access.may(request, 'readSims')));
    },
  );

  const switchRoute = (verb: 'enable' | 'disable', summary: string, description: string): void => {
    app.post(
      `/v1/routes/:id/${verb}`,
      {
        onRequest: access.need('operateRoutes'),
        schema: {
          tags: ['Routes'],
          summary,
          description,
          params: routeParams,
          response: {
            200: answer('The route as it is now.', routeView),
            ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'store-unavailable'),
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const known = await control.setEnabled(id, verb === 'enable');
        if (known) await audit.record(access.actor(request), `route.${verb}`, `route:${id}`);
        const route = known ? control.get(id) : undefined;
        if (route === undefined) return unknownRoute(reply);
        return reply.send(viewRoute(route, access.may(request, 'readSims')));
      },
    );
  };
  switchRoute(
    'disable',
    'Disable a route: it gets no more messages',
    'It stays disabled after a restart, too.',
  );
  switchRoute('enable', 'Enable a route again', 'Undoes disable, and ends a quarantine of the route.');

  app.post(
    '/v1/routes/:id/test',
    {
      onRequest: access.need('operateRoutes'),
      schema: {
        tags: ['Routes'],
        summary: 'Send a message by this route alone',
        description: 'An ordinary message of priority high; follow it by its id.',
        params: routeParams,
        headers: idempotencyHeaders,
        body: testBody,
        response: {
          202: answer('The message is on disk; Location is where to follow it.', acceptedView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
            'shutting-down',
          ),
        },
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request.headers);
      const { id } = request.params;
      if (control.get(id) === undefined) return unknownRoute(reply);
      const { to, text = `Tocsin test by route ${id}, ${iso(clock.now())}` } = request.body;
      const input: MessageInput = { to, text, priority: 'high', routes: [id] };
      const once = onceOf(key, `/v1/routes/${id}/test`, request.body);
      const acceptance = await intake.accept(input, access.principal(request).id, once);
      if (acceptance.kind === 'accepted' && !acceptance.repeated) {
        const message = formatMessageId(acceptance.message.id);
        await audit.record(access.actor(request), 'route.test', `route:${id}`, { message });
      }
      sendAcceptance(reply, acceptance, access.principal(request));
      return reply;
    },
  );
};

export const unknownRoute = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'not-found', { detail: 'There is no route with this id.' });

const toSeconds = (ms: number | undefined): number | null =>
  ms === undefined ? null : Math.round(ms / 10) / 100;

const viewPlace = ({ tier, tiers, prefixes, priorities: some }: RoutePlace) => ({
  tier,
  tiers,
  prefixes: prefixes === undefined ? null : [...prefixes],
  priorities: some === undefined ? null : [...some],
});

/** @param seesSims whether the ICCID and the IMSI of a SIM are shown whole */
export const viewRoute = (route: RouteView, seesSims: boolean): z.output<typeof routeView> => ({
  id: route.id,
  type: route.type,
  state: route.state,
  reason: (seesSims ? route.reason : maskInReason(route.reason, route.modemDetails)) ?? null,
  since: route.since === undefined ? null : iso(route.since),
  rate: route.rate,
  contractedRate: route.contractedRate ?? null,
  ...(route.share === undefined ? {} : { share: route.share }),
  foundLimit: route.foundLimit ?? null,
  places: (route.places ?? []).map(viewPlace),
  latencyMs: route.latencyMs ?? null,
  backlog: route.backlog,
  eta: {
    critical: toSeconds(route.etaMs.critical),
    high: toSeconds(route.etaMs.high),
    normal: toSeconds(route.etaMs.normal),
    low: toSeconds(route.etaMs.low),
  },
  inFlight: route.inFlight,
  sentToday: route.sentToday,
  quarantine: viewQuarantine(route),
  ...(route.type === 'smpp' ? { receiptId: route.receiptId ?? null } : {}),
  ...(route.refusals === undefined ? {} : { refusals: [...route.refusals] }),
  ...(route.modem === undefined ? {} : { modem: viewModem({ ...route, modem: route.modem }, seesSims) }),
});
