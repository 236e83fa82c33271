import { z } from 'zod';
import { charsetOf } from '../../../kernel/encoding/charset.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import {
  capMessageView,
  outcomeView,
  viewCapMessage,
  viewOutcome,
  viewWholeCapMessage,
  wholeCapMessageView,
} from './cap-view.ts';

const CAP = 'application/cap+xml';
const XML = [CAP, 'application/xml', 'text/xml'];

const unknown = { detail: 'There is no CAP message of that id.' };

/** Lets every body pass: the CAP parser reads the XML, which no schema can check. */
const anyBody = () => (value: unknown) => ({ value });

/** Routes of CAP messages that come in. */
export const capIn = (app: App, access: Access, { cap, audit }: HttpServices): void => {
  app.register((scope: App, _options, done) => {
    scope.addContentTypeParser(XML, { parseAs: 'buffer' }, (_request, octets, pass) => pass(null, octets));
    scope.post(
      '/v1/cap',
      {
        onRequest: access.need('launch', 'confirmed'),
        validatorCompiler: anyBody,
        schema: {
          tags: ['Triggers'],
          summary: 'Hand in a CAP 1.2 message',
          description:
            'The answer says what was done with it. A message is recognised by its sender and identifier: sent again, it ' +
            'gets the first answer and nothing more is done. A message without a known geometry becomes a draft for ' +
            'nobody. At most 1 MiB; document type declarations are refused. Empty optional elements are left out, and ' +
            'named in the answer. The encoding is that of the byte order mark, of the charset, or of the declaration.',
          consumes: [CAP],
          body: z.string().meta({ description: 'application/cap+xml, application/xml or text/xml' }),
          response: {
            200: answer('There was nothing to do, or the message came before.', outcomeView),
            202: answer('The message is on disk, and this was done.', outcomeView),
            ...problemResponses(
              'unauthenticated',
              'forbidden',
              'confirmation-required',
              'too-large',
              'unsupported-media-type',
              'cap-refused',
              'store-unavailable',
            ),
          },
        },
      },
      async (request, reply) => {
        const body: unknown = request.body;
        if (!Buffer.isBuffer(body)) {
          return sendProblem(reply, 'unsupported-media-type', { detail: `Send a body of ${CAP}.` });
        }
        const taken = await cap.take(
          body,
          'post',
          access.actor(request).id,
          charsetOf(request.headers['content-type']),
        );
        if (taken.kind === 'refused') return sendProblem(reply, 'cap-refused', { detail: taken.reason });
        const { outcome, id, again } = taken;
        return reply
          .code(again || outcome.result === 'ignored' ? 200 : 202)
          .send(viewOutcome(outcome, id, again));
      },
    );
    done();
  });

  app.get(
    '/v1/cap/messages',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Triggers'],
        summary: 'List the CAP messages that were acted on, newest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of messages.', pagedView(capMessageView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await cap.messages(pageOf(request.query));
      return reply.send({ items: items.map(viewCapMessage), next: next ?? null });
    },
  );

  app.get(
    '/v1/cap/messages/:id',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Triggers'],
        summary: 'One CAP message, with its alerts, what was cut from the text, and the document',
        params: idInPath,
        response: {
          200: answer('The message.', wholeCapMessageView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const record = await cap.message(request.params.id);
      if (record === undefined) return sendProblem(reply, 'not-found', unknown);
      return reply.send(viewWholeCapMessage(record));
    },
  );

  app.post(
    '/v1/cap/messages/:id/apply',
    {
      onRequest: access.need('launch', 'confirmed'),
      schema: {
        tags: ['Triggers'],
        summary: 'Send the corrections of a CAP message that waits',
        description:
          'They go to exactly the people whom its alerts reached. After that the message does not wait any more.',
        params: idInPath,
        response: {
          200: answer('What was done.', outcomeView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'wrong-state',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const actor = access.actor(request);
      const applied = await cap.apply(id, actor);
      if (applied.kind === 'unknown') return sendProblem(reply, 'not-found', unknown);
      if (applied.kind === 'notWaiting') {
        return sendProblem(reply, 'wrong-state', { detail: `Nothing of it waits: ${applied.reason}.` });
      }
      const { outcome } = applied;
      await audit.record(actor, 'cap.apply', `cap:${id}`, { identifier: outcome.identifier });
      return reply.send(viewOutcome(outcome, id, false));
    },
  );
};
