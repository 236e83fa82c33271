import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Content, Finding } from '../../../domain/templates/template.ts';
import type { Named } from '../../../kernel/named.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { label } from '../../resource/fields.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { namedRemovalResponses, removerOf, sendUnremoved, TO_THE_BIN } from '../../resource/removal.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';
import { contentBody, findingView } from './content-body.ts';
import { fieldErrorsOf, viewContent, viewFinding } from './content-view.ts';

const PATH = '/v1/templates';

const templateBody = z.strictObject({
  name: label(100).meta({ description: 'No other template has it.', examples: ['Crue, centre-ville'] }),
  content: contentBody,
});

export const templateView = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    content: contentBody,
    findings: z.array(findingView).meta({ description: 'Warnings of the linter.' }),
    createdAt: z.iso.datetime(),
    version: z.int().meta({ description: 'Also the ETag.' }),
  })
  .meta({ id: 'Template' });

const unknown = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'not-found', { detail: 'There is no such template.' });
const taken = { detail: 'Another template has this name.' };

/** Routes of stored templates. */
export const templates = (
  app: App,
  access: Access,
  once: Once,
  { templates: service, audit, clock }: HttpServices,
): void => {
  const viewOf = ({ id, name, definition, createdAt, version }: Named<Content>) => ({
    id,
    name,
    content: viewContent(definition),
    findings: service.lint(definition).map(viewFinding),
    createdAt: iso(createdAt),
    version,
  });
  const sendOne = (reply: FastifyReply, template: Named<Content>): FastifyReply =>
    reply.header('etag', etagOf(template.version)).send(viewOf(template));
  const wrong = (content: Content, findings: readonly Finding[]) => ({
    errors: fieldErrorsOf(content, findings),
  });

  app.get(
    PATH,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the templates, oldest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of templates.', pagedView(templateView)),
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
        summary: 'Make a template',
        description:
          'Refused if the linter finds errors, with each error at its field. Warnings are in the answer.',
        headers: idempotencyHeaders,
        body: templateBody,
        response: {
          201: answer('The template.', templateView),
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
        const { name, content } = request.body;
        const made = await service.create(name, content);
        if (made === 'taken') return new Refusal('name-taken', taken);
        if ('kind' in made) return new Refusal('validation', wrong(content, made.findings));
        const note = { action: 'template.create', subject: `template:${made.id}`, detail: { name } };
        return { status: 201, location: `${PATH}/${made.id}`, body: viewOf(made), note };
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
        summary: 'One template',
        params: idInPath,
        response: {
          200: answer('The template, its version as ETag.', templateView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const template = await service.get(request.params.id);
      return template === undefined ? unknown(reply) : sendOne(reply, template);
    },
  );

  app.put(
    `${PATH}/:id`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Replace a template',
        description: 'Scenarios keep the text that they were made from.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: templateBody,
        response: {
          200: answer('The template as it is now.', templateView),
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
      const { name, content } = request.body;
      const version = versionToMatch(request.headers);
      const change = await service.replace(request.params.id, name, content, version);
      switch (change.kind) {
        case 'done': {
          const detail = { name, version: change.value.version };
          await audit.record(access.actor(request), 'template.change', `template:${change.value.id}`, detail);
          return sendOne(reply, change.value);
        }
        case 'unfit':
          return sendProblem(reply, 'validation', wrong(content, change.findings));
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
        summary: 'Remove a template',
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
      const refused = sendUnremoved(reply, removal, 'template');
      if (refused !== undefined) return refused;
      await audit.record(access.actor(request), 'template.remove', `template:${id}`);
      return reply.code(204).send();
    },
  );
};
