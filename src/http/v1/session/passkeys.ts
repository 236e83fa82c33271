import { z } from 'zod';
import { MOST_PASSKEYS } from '../../../domain/access/passkey.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { clientAddress } from '../../server/forward/client.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import {
  optionsView,
  passkeyParams,
  passkeyView,
  registerBody,
  renameBody,
  viewPasskey,
} from './passkey-view.ts';
import { COOKIE_ONLY, notKept } from './session.ts';

const PATH = '/v1/session/passkeys';
const tags = ['Sign-in'];
const reading = problemResponses('unauthenticated', 'foreign-origin', 'change-password');
const changing = {
  ...reading,
  ...problemResponses('wrong-csrf-token', 'confirmation-required', 'store-unavailable'),
};
const tooMany = { detail: `A user has ${MOST_PASSKEYS} at most. Remove one first.` };

/** Routes of one's own passkeys. */
export const passkeys = (app: App, access: Access, { signIns }: Pick<HttpServices, 'signIns'>): void => {
  const { own } = signIns.passkeys;

  app.get(
    PATH,
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'List your own passkeys, oldest first',
        security: COOKIE_ONLY,
        response: {
          200: answer(`At most ${MOST_PASSKEYS}.`, z.strictObject({ items: z.array(passkeyView) })),
          ...reading,
        },
      },
    },
    async (request, reply) => {
      const items = await own.list(access.session(request));
      return reply.send({ items: items.map(viewPasskey) });
    },
  );

  app.post(
    `${PATH}/options`,
    {
      onRequest: [notKept, access.needSession('confirmed')],
      schema: {
        tags,
        summary: 'Begin to register a passkey',
        description: 'The answer is for `navigator.credentials.create`, in the browser of this session.',
        security: COOKIE_ONLY,
        response: {
          200: answer('What the browser needs.', optionsView),
          ...changing,
          ...problemResponses('passkeys-unavailable', 'too-many-passkeys'),
        },
      },
    },
    async (request, reply) => {
      const offered = await own.offer(access.session(request));
      switch (offered.kind) {
        case 'unavailable':
          return sendProblem(reply, 'passkeys-unavailable', { detail: offered.why });
        case 'tooMany':
          return sendProblem(reply, 'too-many-passkeys', tooMany);
        case 'done':
          return reply.send({ publicKey: { ...offered.options } });
      }
    },
  );

  app.post(
    PATH,
    {
      onRequest: [notKept, access.needSession('confirmed')],
      schema: {
        tags,
        summary: 'Register a passkey',
        description: 'The user is told by SMS.',
        security: COOKIE_ONLY,
        body: registerBody,
        response: {
          201: answer('The passkey.', passkeyView),
          ...changing,
          ...problemResponses(
            'malformed-json',
            'validation',
            'too-large',
            'too-many-passkeys',
            'passkey-taken',
          ),
        },
      },
    },
    async (request, reply) => {
      const { name, passkey } = request.body;
      const made = await own.register(access.session(request), name, passkey, clientAddress(request));
      switch (made.kind) {
        case 'done':
          return reply.code(201).send(viewPasskey(made.passkey));
        case 'refused':
          return sendProblem(reply, 'validation', { errors: [{ path: 'passkey', message: made.why }] });
        case 'tooMany':
          return sendProblem(reply, 'too-many-passkeys', tooMany);
        case 'known':
          return sendProblem(reply, 'passkey-taken');
        case 'ended':
          return sendProblem(reply, 'unauthenticated', { detail: 'The session has ended: sign in again.' });
      }
    },
  );

  app.put(
    `${PATH}/:id`,
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'Rename a passkey',
        security: COOKIE_ONLY,
        params: passkeyParams,
        body: renameBody,
        response: {
          204: noContent('It has the name.'),
          ...reading,
          ...problemResponses(
            'wrong-csrf-token',
            'store-unavailable',
            'malformed-json',
            'validation',
            'too-large',
          ),
          ...problemResponses('not-found'),
        },
      },
    },
    async (request, reply) => {
      const isDone = await own.rename(access.session(request), request.params.id, request.body.name);
      return isDone ? reply.code(204).send() : sendProblem(reply, 'not-found');
    },
  );

  app.delete(
    `${PATH}/:id`,
    {
      onRequest: [notKept, access.needSession('confirmed')],
      schema: {
        tags,
        summary: 'Remove a passkey',
        security: COOKIE_ONLY,
        params: passkeyParams,
        response: {
          204: noContent('It is refused from now on.'),
          ...changing,
          ...problemResponses('validation', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const isDone = await own.remove(access.session(request), request.params.id);
      return isDone ? reply.code(204).send() : sendProblem(reply, 'not-found');
    },
  );
};
