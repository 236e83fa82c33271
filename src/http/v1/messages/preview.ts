import { z } from 'zod';
import { unfilledIn } from '../../../domain/text/placeholder-like.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';

const previewBody = z.strictObject({
  text: z.string().meta({ examples: ['Crue : montez à l’étage.'] }),
  transliterate: z.boolean().optional(),
});

const previewView = z
  .strictObject({
    text: z.string().meta({ description: 'The text as it would be sent.' }),
    encoding: z.enum(['gsm7', 'ucs2']),
    parts: z.int(),
    charactersLeft: z
      .int()
      .meta({ description: 'What the last part has left: septets, or UTF-16 units in ucs2.' }),
    forcesUcs2: z
      .array(z.strictObject({ index: z.int(), character: z.string() }))
      .readonly()
      .meta({ description: 'The characters that GSM-7 lacks, each at its first index; at most 20.' }),
    texts: z.array(z.string()).readonly().meta({ description: 'The text of each part.' }),
    warnings: z.array(z.string()).readonly().meta({
      description: 'What may be a mistake, such as a placeholder that nothing fills in.',
    }),
  })
  .meta({ id: 'Preview' });

/** The route that previews how a text would be sent. */
export const previewing = (app: App, access: Access, { intake }: HttpServices): void => {
  app.post(
    '/v1/preview',
    {
      onRequest: access.need('send'),
      schema: {
        tags: ['Messages'],
        summary: 'See how a text would be sent',
        description:
          'The encoding, the parts, and the characters that make the text cost more. Nothing is stored.',
        body: previewBody,
        response: {
          200: answer('How the text would be sent.', previewView),
          ...problemResponses('malformed-json', 'unauthenticated', 'forbidden', 'too-large', 'validation'),
        },
      },
    },
    (request, reply) => {
      const result = intake.preview(request.body.text, request.body.transliterate ?? false);
      if (result.kind === 'ok') reply.send({ ...result.preview, warnings: unfilledIn(result.preview.text) });
      else sendProblem(reply, 'validation', { errors: result.errors });
    },
  );
};
