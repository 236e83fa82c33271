import { idempotencyHeaders, idempotencyKey, onceOf } from '../../resource/idempotency.ts';
import { bodyLeftToHandler } from '../../resource/validation.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendError } from '../../server/error-handler.ts';
import type { Pending } from '../../server/pending.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { acceptedView, sendAcceptance } from './acceptance.ts';
import { messageBody, parseMessage } from './message-body.ts';

const PATH = '/v1/messages';

/**
 * The route that takes one message. It is called most often, so its handler makes no `Promise` but that of the store.
 */
export const sending = (app: App, access: Access, pending: Pending, { intake }: HttpServices): void => {
  const check = intake.check.bind(intake);
  app.post(
    PATH,
    {
      onRequest: access.need('send'),
      validatorCompiler: bodyLeftToHandler,
      schema: {
        tags: ['Messages'],
        summary: 'Send a message',
        description:
          'The answer comes when the message is on disk: from then on it is not lost. It shows the text that goes out ' +
          'and the number of parts. If fields are wrong, each is named and nothing is stored. With `optOuts.messages: ' +
          'suppress` in the configuration, a message to a number that opted out of everything is stored as suppressed.',
        headers: idempotencyHeaders,
        body: messageBody,
        response: {
          202: answer('The message is on disk; Location is where to follow it.', acceptedView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'too-large',
            'unsupported-media-type',
            'validation',
            'idempotency-conflict',
            'too-many-messages',
            'store-unavailable',
            'too-busy',
            'shutting-down',
          ),
        },
      },
    },
    (request, reply) => {
      const key = idempotencyKey(request.raw.headers);
      const parsed = parseMessage(request.body, check);
      if (parsed.kind === 'invalid') {
        sendProblem(reply, 'validation', { errors: parsed.errors });
        return;
      }
      if (!pending.enter()) {
        sendProblem(reply, 'too-busy');
        return;
      }
      const input = parsed.value;
      const sender = access.principal(request);
      const { id, sending: allowance } = sender;
      intake.accept(input, id, onceOf(key, PATH, input), allowance).then(
        (acceptance) => {
          pending.leave();
          sendAcceptance(reply, acceptance, sender);
        },
        (error: unknown) => {
          pending.leave();
          sendError(reply, error);
        },
      );
    },
  );
};
