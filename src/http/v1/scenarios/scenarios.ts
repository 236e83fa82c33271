import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Scenario } from '../../../domain/alerts/scenario.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { namedRemovalResponses, removerOf, sendUnremoved, TO_THE_BIN } from '../../resource/removal.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { scenarioBody } from './plan-body.ts';
import { scenarioErrors, scenarioView, toScenarioInput, viewScenario } from './scenario-view.ts';

const PATH = '/v1/scenarios';

const unknown = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'not-found', { detail: 'There is no such scenario.' });
const taken = { detail: 'Another scenario has this name.' };

/** Routes of scenarios. */
export const scenarios = (
  app: App,
  access: Access,
  once: Once,
  { scenarios: service, audit, keywords, clock }: HttpServices,
): void => {
  const body = scenarioBody(keywords);
  const viewOf = (scenario: Scenario) => viewScenario(scenario, service.stateOf(scenario));
  const sendOne = (reply: FastifyReply, scenario: Scenario): FastifyReply =>
    reply.header('etag', etagOf(scenario.version)).send(viewOf(scenario));

  app.get(
    PATH,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the scenarios, oldest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of scenarios.', pagedView(scenarioView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await service.list(pageOf(request.query));
      return reply.send({ items: items.map(viewOf), next: next ?? null });
    },
  );

  app.post(
    PATH,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Make a scenario: a prepared text, audience and plan',
        headers: idempotencyHeaders,
        body,
        response: {
          201: answer('The scenario, not yet approved.', scenarioView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'name-taken',
            'idempotency-in-doubt',
            'too-large',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      await once.answer(request, reply, async () => {
        const { body } = request;
        const actor = access.actor(request);
        const made = await service.create(body.name, toScenarioInput(body), actor);
        if (made === 'taken') return new Refusal('name-taken', taken);
        if ('kind' in made) return new Refusal('validation', { errors: scenarioErrors(body, made) });
        const { id, name } = made;
        const note = { action: 'scenario.create', subject: `scenario:${id}`, detail: { name } };
        return { status: 201, location: `${PATH}/${id}`, body: viewOf(made), note };
      });
      return reply;
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'One scenario',
        params: idInPath,
        response: {
          200: answer('The scenario, its version as ETag.', scenarioView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const scenario = await service.get(request.params.id);
      return scenario === undefined ? unknown(reply) : sendOne(reply, scenario);
    },
  );

  app.put(
    `${PATH}/:id`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Replace a scenario',
        description: 'Any change takes the approval back.',
        params: idInPath,
        headers: ifMatchHeaders,
        body,
        response: {
          200: answer('The scenario as it is now, not approved.', scenarioView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'name-taken',
            'changed-meanwhile',
            'too-large',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const version = versionToMatch(request.headers);
      const actor = access.actor(request);
      const change = await service.replace(params.id, body.name, toScenarioInput(body), version, actor);
      switch (change.kind) {
        case 'done': {
          const { name, version: now } = change.value;
          await audit.record(actor, 'scenario.change', `scenario:${params.id}`, { name, version: now });
          return sendOne(reply, change.value);
        }
        case 'unfit':
          return sendProblem(reply, 'validation', { errors: scenarioErrors(body, change) });
        case 'unknown':
          return unknown(reply);
        case 'changed':
          return sendProblem(reply, 'changed-meanwhile');
        case 'taken':
          return sendProblem(reply, 'name-taken', taken);
      }
    },
  );

  app.delete(
    `${PATH}/:id`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Remove a scenario',
        description: TO_THE_BIN,
        params: idInPath,
        headers: ifMatchHeaders,
        response: {
          ...namedRemovalResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const by = removerOf(access.actor(request), clock.now());
      const removal = await service.remove(id, versionToMatch(request.headers), by);
      const refused = sendUnremoved(reply, removal, 'scenario');
      if (refused !== undefined) return refused;
      await audit.record(access.actor(request), 'scenario.remove', `scenario:${id}`);
      return reply.code(204).send();
    },
  );
};
