import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { unfilledIn } from '../../../domain/text/placeholder-like.ts';
import { idempotencyHeaders, idempotencyKey } from '../../resource/idempotency.ts';
import { bodyLeftToHandler } from '../../resource/validation.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { Pending } from '../../server/pending.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { batchLines } from './batch-lines.ts';

const NDJSON = 'application/x-ndjson';

/** How many warnings an answer lists. */
const MOST_WARNINGS = 100;

const OVERTAKEN =
  'Another request with this key is storing lines. Send it again when that one has ended: each line is sent once.';

const batchView = z
  .strictObject({
    accepted: z.int().meta({ description: 'The number of messages that are on disk.' }),
    refused: z
      .array(
        z.strictObject({
          line: z.int().min(1),
          errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).readonly(),
        }),
      )
      .readonly()
      .meta({ description: 'Every refused line with all its errors.' }),
    warnings: z
      .array(z.strictObject({ line: z.int().min(1), message: z.string() }))
      .readonly()
      .meta({
        description: 'What may be a mistake in lines that were accepted; the first 100.',
      }),
  })
  .meta({ id: 'BatchResult' });

/** The route that takes many messages as one stream of NDJSON. */
export const batch = (app: App, access: Access, pending: Pending, { intake }: HttpServices): void => {
  const check = intake.check.bind(intake);
  app.register((scope: App, _options, done) => {
    scope.addContentTypeParser(NDJSON, (_request, payload, pass) => pass(null, payload));
    scope.post(
      '/v1/messages/batch',
      {
        onRequest: access.need('send'),
        validatorCompiler: bodyLeftToHandler,
        schema: {
          tags: ['Messages'],
          summary: 'Send many messages',
          description:
            'One message per line, as for POST /v1/messages; up to a million lines of at most 64 KiB each. Good lines are ' +
            'accepted, bad lines are listed. The body is read as fast as the disk takes it, so it may have any size. If ' +
            'it breaks off, or the answer is 503, some lines are on disk. A request with an Idempotency-Key can be sent ' +
            'again with the same key: each line is sent once. Without a key, the lines that are on disk would be sent ' +
            'twice; after a 503 they need not be the first ones.',
          consumes: [NDJSON],
          headers: idempotencyHeaders,
          body: z.string().meta({
            examples: [
              '{"to":"+33639980001","text":"Montez à l’étage."}\n{"to":"+33639980002","text":"Montez à l’étage."}\n',
            ],
          }),
          response: {
            202: answer('All accepted lines are on disk.', batchView),
            ...problemResponses(
              'malformed-request',
              'unauthenticated',
              'forbidden',
              'unsupported-media-type',
              'validation',
              'idempotency-conflict',
              'idempotency-in-doubt',
              'store-unavailable',
              'too-busy',
              'shutting-down',
            ),
          },
        },
      },
      async (request, reply) => {
        const key = idempotencyKey(request.headers);
        const body: unknown = request.body;
        if (!isStream(body)) {
          return sendProblem(reply, 'unsupported-media-type', { detail: `Send a body of ${NDJSON}.` });
        }
        if (!pending.enter()) return sendProblem(reply, 'too-busy');
        try {
          // By default the iterator destroys the stream if reading ends early, and then no answer could be sent.
          const warnings: { line: number; message: string }[] = [];
          const warn = (line: number, text: string): void => {
            if (warnings.length >= MOST_WARNINGS) return;
            for (const message of unfilledIn(text)) warnings.push({ line, message });
          };
          const lines = batchLines(body.iterator({ destroyOnReturn: false }), check, warn);
          const { id, sending } = access.principal(request);
          const allowed = whileAllowed(lines, () => access.still(request, 'send'));
          const result = await intake.acceptBatch(allowed, id, key, sending);
          if (result.kind === 'conflict') return sendProblem(reply, 'idempotency-conflict');
          if (result.kind === 'overtaken') {
            return sendProblem(reply, 'idempotency-in-doubt', { detail: OVERTAKEN });
          }
          return reply.code(202).send({
            accepted: result.accepted,
            refused: result.refused,
            warnings: warnings.slice(0, MOST_WARNINGS),
          });
        } finally {
          pending.leave();
          // The rest of the body is read and thrown away: otherwise the client never gets to read the answer.
          body.resume();
        }
      },
    );
    done();
  });
};

/** A batch may be streamed for hours: a token that is revoked meanwhile stores no more of it. */
async function* whileAllowed<Chunk>(
  chunks: AsyncIterable<Chunk>,
  may: () => Promise<boolean>,
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of chunks) {
    if (!(await may())) {
      throw new Refusal('unauthenticated', {
        detail:
          'The token was revoked while the batch was read: the lines before are on disk, these are not.',
      });
    }
    yield chunk;
  }
}

const isStream = (body: unknown): body is IncomingMessage =>
  typeof body === 'object' && body !== null && 'iterator' in body;
