import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { PendingAct } from '../../../domain/access/pending-act.ts';
import type { UserChange } from '../../../domain/access/user.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { pendingActView, viewPendingAct } from './pending-acts.ts';
import { createBody, definitionOf, replaceBody, userParams, userView, viewUser } from './user-body.ts';

const PATH = '/v1/users';
const unknown = { detail: 'There is no user of that name.' };
const nameTaken = { detail: 'Another user has this name.' };
const phoneTaken = { detail: 'Another enabled user has this phone.' };

const changeResponses = {
  200: answer('The user as it is now.', userView),
  202: answer('It waits for another admin.', pendingActView),
  ...problemResponses(
    'unauthenticated',
    'forbidden',
    'confirmation-required',
    'not-found',
    'number-taken',
    'too-many-acts',
    'last-admin',
    'changed-meanwhile',
    'validation',
    'store-unavailable',
  ),
};

/** Routes of users: the persons whom tokens belong to. There is no DELETE, so that the audit log can be read. */
export const users = (
  app: App,
  access: Access,
  once: Once,
  { users: service, pendingActs }: HttpServices,
): void => {
  const need = access.need('manageUsers');
  const needConfirmed = access.need('manageUsers', 'confirmed');
  const tags = ['Operation'];

  app.get(
    PATH,
    {
      onRequest: need,
      schema: {
        tags,
        summary: 'List the users, oldest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of users.', pagedView(userView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await service.list(pageOf(request.query));
      return reply.send({ items: items.map(viewUser), next: next ?? null });
    },
  );

  app.post(
    PATH,
    {
      onRequest: needConfirmed,
      schema: {
        tags,
        summary: 'Make a user',
        description:
          'From the first user on, a token that belongs to no user is a system, and can neither approve nor manage users. ' +
          'Tokens of users are made on the machine: `token create --user NAME`. For 24 hours, the new user is no second ' +
          'person for what you wrote, submitted or launched. The user is told by SMS.',
        headers: idempotencyHeaders,
        body: createBody,
        response: {
          201: answer('The user.', userView),
          202: answer('It waits for another admin.', pendingActView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'name-taken',
            'number-taken',
            'too-many-acts',
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
        const { name, ...asked } = request.body;
        const definition = definitionOf(asked);
        if (pendingActs.waits(undefined, definition)) {
          if ((await service.get(name)) !== undefined) return new Refusal('name-taken', nameTaken);
          const act = await pendingActs.ask('create', name, definition, undefined, access.actor(request));
          return act === 'tooMany' ? new Refusal('too-many-acts', tooMany) : waiting(act);
        }
        const made = await service.create(name, definition, access.actor(request));
        if (made.kind === 'taken') return new Refusal('name-taken', nameTaken);
        if (made.kind !== 'done') return new Refusal('number-taken', phoneTaken);
        const location = `${PATH}/${encodeURIComponent(name)}`;
        return { status: 201, location, body: viewUser(made.value) };
      }),
  );

  app.get(
    `${PATH}/:name`,
    {
      onRequest: need,
      schema: {
        tags,
        summary: 'One user',
        params: userParams,
        response: {
          200: answer('The user, its version as ETag.', userView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const user = await service.get(request.params.name);
      if (user === undefined) return sendProblem(reply, 'not-found', unknown);
      return reply.header('etag', etagOf(user.version)).send(viewUser(user));
    },
  );

  app.put(
    `${PATH}/:name`,
    {
      onRequest: needConfirmed,
      schema: {
        tags,
        summary: 'Replace the roles, the language and the phone of a user',
        description:
          'A new phone, or a role that the user did not have, makes the user no second person for 24 hours for what you ' +
          'wrote, submitted or launched. The user is told by SMS, at the old phone and at the new one.',
        params: userParams,
        headers: ifMatchHeaders,
        body: replaceBody,
        response: { ...changeResponses, ...problemResponses('malformed-json', 'too-large') },
      },
    },
    async (request, reply) => {
      const asked = { version: versionToMatch(request.headers), by: access.actor(request) };
      const { name } = request.params;
      const definition = definitionOf(request.body);
      if (!pendingActs.isAsked) return sendChange(reply, await service.replace(name, definition, asked));
      const before = await service.get(name);
      if (before === undefined) return sendProblem(reply, 'not-found', unknown);
      const { version } = before;
      if (asked.version !== undefined && asked.version !== version)
        return sendProblem(reply, 'changed-meanwhile');
      if (pendingActs.waits(before, definition))
        return sendWaiting(
          reply,
          await pendingActs.ask('replace', before.name, definition, version, asked.by),
        );
      // Of the user who was looked at: nobody may have made the user, or taken rights from them, since.
      return sendChange(reply, await service.replace(name, definition, { ...asked, version }));
    },
  );

  const switching = (verb: 'disable' | 'enable', summary: string, description: string): void => {
    app.post(
      `${PATH}/:name/${verb}`,
      {
        onRequest: needConfirmed,
        schema: {
          tags,
          summary,
          description,
          params: userParams,
          headers: ifMatchHeaders,
          response: changeResponses,
        },
      },
      async (request, reply) => {
        const asked = { version: versionToMatch(request.headers), by: access.actor(request) };
        const { name } = request.params;
        if (verb === 'disable' || !pendingActs.isAsked)
          return sendChange(reply, await service[verb](name, asked));
        const before = await service.get(name);
        if (before === undefined) return sendProblem(reply, 'not-found', unknown);
        const { version } = before;
        if (asked.version !== undefined && asked.version !== version)
          return sendProblem(reply, 'changed-meanwhile');
        if (before.disabledAt !== undefined && pendingActs.waits(undefined, before))
          return sendWaiting(reply, await pendingActs.ask('enable', before.name, before, version, asked.by));
        return sendChange(reply, await service.enable(name, { ...asked, version }));
      },
    );
  };
  switching(
    'disable',
    'Disable a user',
    'Every token and session of the user is refused from now on. What the user approved and was not launched yet needs another approval.',
  );
  switching(
    'enable',
    'Enable a user',
    'The tokens of the user work again. As if you had made the user, the user is no second person for you for 24 hours, ' +
      'and is told by SMS.',
  );
};

const tooMany = { detail: 'At most 50 acts wait, 10 of one admin: have some approved or refused first.' };

const waiting = (act: PendingAct) => ({
  status: 202 as const,
  location: `/v1/pending-acts/${act.id}`,
  body: viewPendingAct(act),
});

const sendWaiting = (reply: FastifyReply, act: PendingAct | 'tooMany'): FastifyReply => {
  if (act === 'tooMany') return sendProblem(reply, 'too-many-acts', tooMany);
  const { status, location, body } = waiting(act);
  return reply.code(status).header('location', location).send(body);
};

const sendChange = (reply: FastifyReply, change: UserChange): FastifyReply => {
  switch (change.kind) {
    case 'done':
      return reply.header('etag', etagOf(change.value.version)).send(viewUser(change.value));
    case 'unknown':
      return sendProblem(reply, 'not-found', unknown);
    case 'changed':
      return sendProblem(reply, 'changed-meanwhile');
    case 'phoneTaken':
      return sendProblem(reply, 'number-taken', phoneTaken);
    case 'lastAdmin':
      return sendProblem(reply, 'last-admin', {
        detail: 'Only this user can manage tokens and users.',
      });
  }
};
