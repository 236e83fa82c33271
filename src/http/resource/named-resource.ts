import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AuditDetail } from '../../domain/operation/audit.ts';
import type { FieldError } from '../../intake/message-input.ts';
import type { Named } from '../../kernel/named.ts';
import { isNumberCursor } from '../../kernel/page.ts';
import type { Access } from '../server/access/access.ts';
import { answer, problemResponses } from '../server/answers.ts';
import type { App } from '../server/app.ts';
import { Refusal, sendProblem } from '../server/problems.ts';
import { iso } from '../v1/messages/message-view.ts';
import { idInPath } from '../v1/people/scalar.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from './etag.ts';
import { label } from './fields.ts';
import { idempotencyHeaders } from './idempotency.ts';
import type { NamedBody, NamedKind } from './named-kind.ts';
import type { Once } from './once.ts';
import { pagedView, pageOf, pageQuery } from './page-query.ts';
import { namedRemovalResponses, removerOf, sendUnremoved, TO_THE_BIN } from './removal.ts';
import { replaceNamed } from './replace-named.ts';

const NOTHING_WRONG = async (): Promise<readonly FieldError[]> => [];

export const nameOf = (one: string) => label(100).meta({ description: `No other ${one} has it.` });

/** The schema of an answer: id, name, version, and the `fields` of the kind. */
export const namedView = <Fields extends z.ZodRawShape>(schema: string, fields: Fields) =>
  z
    .strictObject({
      id: z.int(),
      name: z.string(),
      ...fields,
      createdAt: z.iso.datetime(),
      version: z.int().meta({ description: 'Also the ETag.' }),
    })
    .meta({ id: schema });

/** Adds the five operations of a named resource: list, create, get, replace and remove. */
export const namedResource = <Asked extends NamedBody, Definition>(
  app: App,
  access: Access,
  once: Once,
  kind: NamedKind<Asked, Definition>,
): void => {
  const { path, one, need, repository, body, view } = kind;
  const { tag = 'People', removal = '', check = NOTHING_WRONG } = kind;
  const viewOf = ({ id, name, definition, createdAt, version }: Named<Definition>): object => ({
    id,
    name,
    ...kind.show(definition, id),
    createdAt: iso(createdAt),
    version,
  });
  const note = (request: FastifyRequest, done: string, id: number, detail?: AuditDetail) =>
    kind.audit.record(access.actor(request), `${one}.${done}`, `${one}:${id}`, detail);
  /** Warnings are in an answer only if there are any. */
  const warningsOf = async (asked: Asked): Promise<object> => {
    const warnings = (await kind.warn?.(asked)) ?? [];
    return warnings.length === 0 ? {} : { warnings };
  };
  const sendOne = (reply: FastifyReply, named: Named<Definition>, more: object = {}) =>
    reply.header('etag', etagOf(named.version)).send({ ...viewOf(named), ...more });
  const unknown = (reply: FastifyReply) =>
    sendProblem(reply, 'not-found', { detail: `There is no such ${one}.` });
  const taken = { detail: `Another ${one} has this name.` };

  app.get(
    path,
    {
      onRequest: access.need(need.read),
      schema: {
        tags: [tag],
        summary: `List the ${one}s, oldest first`,
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer(`A page of ${one}s.`, pagedView(view)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await repository.list(pageOf(request.query));
      return reply.send({ items: items.map(viewOf), next: next ?? null });
    },
  );

  app.post(
    path,
    {
      onRequest: access.need(need.write),
      schema: {
        tags: [tag],
        summary: kind.summary,
        ...(kind.description === undefined ? {} : { description: kind.description }),
        headers: idempotencyHeaders,
        body,
        response: {
          201: answer(`The ${one}.`, view),
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
    (request, reply) =>
      once.answer(request, reply, async () => {
        const asked = request.body as Asked;
        const errors = await check(asked);
        if (errors.length > 0) return new Refusal('validation', { errors });
        const warnings = await warningsOf(asked);
        const definition = kind.define(asked, access.actor(request));
        const made = await repository.create(asked.name, definition, kind.now());
        if (made === 'taken') return new Refusal('name-taken', taken);
        const { id, name } = made;
        const kept = { action: `${one}.create`, subject: `${one}:${id}`, detail: { name } };
        return {
          status: 201,
          location: `${path}/${id}`,
          body: { ...viewOf(made), ...warnings },
          note: kept,
        };
      }),
  );

  app.get(
    `${path}/:id`,
    {
      onRequest: access.need(need.read),
      schema: {
        tags: [tag],
        summary: `One ${one}`,
        params: idInPath,
        response: {
          200: answer(`The ${one}, its version as ETag.`, view),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const named = await repository.get(request.params.id);
      return named === undefined ? unknown(reply) : sendOne(reply, named);
    },
  );

  app.put(
    `${path}/:id`,
    {
      onRequest: access.need(need.write),
      schema: {
        tags: [tag],
        summary: `Replace a ${one}`,
        params: idInPath,
        headers: ifMatchHeaders,
        body,
        response: {
          200: answer(`The ${one} as it is now.`, view),
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
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const asked = request.body as Asked;
      const errors = await check(asked, id);
      if (errors.length > 0) return sendProblem(reply, 'validation', { errors });
      const warnings = await warningsOf(asked);
      const change = await replaceNamed(repository, id, asked.name, version, (before) =>
        kind.define(asked, access.actor(request), before),
      );
      switch (change.kind) {
        case 'done': {
          const { name, version: now } = change.value;
          await note(request, 'change', id, { name, version: now });
          return sendOne(reply, change.value, warnings);
        }
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
    `${path}/:id`,
    {
      onRequest: access.need(need.write),
      schema: {
        tags: [tag],
        summary: `Remove a ${one}`,
        description: `${removal} ${TO_THE_BIN}`.trim(),
        params: idInPath,
        headers: ifMatchHeaders,
        response: namedRemovalResponses,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const by = removerOf(access.principal(request), kind.now());
      const removal = await repository.remove(id, versionToMatch(request.headers), by);
      const refused = sendUnremoved(reply, removal, one);
      if (refused !== undefined) return refused;
      await note(request, 'remove', id);
      return reply.code(204).send();
    },
  );
};
