import { z } from 'zod';
import type { Access } from '../../server/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { audienceBody } from './audience-body.ts';

const countBody = z.strictObject({
  audience: audienceBody,
  overrideOptOut: z.boolean().optional().meta({
    description:
      'As if those who opted out were written to. Consent that is missing is not overridden. Left out: false.',
  }),
});

const countView = z
  .strictObject({
    people: z.int().meta({ description: 'All of the audience, each once.' }),
    suppressed: z
      .strictObject({ optedOut: z.int(), noConsent: z.int() })
      .meta({ description: 'Those of them who would not be written to, and why.' }),
    byLanguage: z
      .record(z.string(), z.int())
      .meta({ description: 'Who would be written to, by language; und: none is known.' }),
    missing: z
      .array(z.string())
      .readonly()
      .meta({
        description: 'What the audience names and what is gone: then it is nobody.',
        examples: [['list 7']],
      }),
  })
  .meta({ id: 'AudienceCount' });

/** Who would be reached, before anything is sent. */
export const audiences = (app: App, access: Access, { people }: HttpServices): void => {
  app.post(
    '/v1/audiences/count',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Count an audience',
        description: 'Stores nothing and sends nothing.',
        body: countBody,
        response: {
          200: answer('How many people it is.', countView),
          ...problemResponses('malformed-json', 'unauthenticated', 'forbidden', 'too-large', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { audience, overrideOptOut = false } = request.body;
      const { meaning: _meaning, ...count } = await people.countAudience(audience, { overrideOptOut });
      return reply.send({
        ...count,
        suppressed: { ...count.suppressed },
        byLanguage: { ...count.byLanguage },
      });
    },
  );
};
