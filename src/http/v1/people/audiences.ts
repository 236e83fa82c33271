import { z } from 'zod';
import { warningsOfAudience, warningsOfRule } from '../../../people/unknown-attributes.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { audienceBody } from './audience-body.ts';
import { ruleBody } from './rule-body.ts';

const countBody = z.strictObject({
  audience: audienceBody,
  overrideOptOut: z.boolean().optional().meta({
    description:
      'Count as if the alert overrode opt-outs. Missing consent is not overridden. Left out: false.',
  }),
});

export const countView = z
  .strictObject({
    people: z.int().meta({ description: 'All people of the audience, each once.' }),
    suppressed: z
      .strictObject({ optedOut: z.int(), noConsent: z.int() })
      .meta({ description: 'People who would get no message, by reason.' }),
    byLanguage: z.record(z.string(), z.int()).meta({
      description: 'People who would get a message, by language; und: their language is not known.',
    }),
    missing: z
      .array(z.string())
      .readonly()
      .meta({
        description:
          'Lists, segments and areas that the audience names and that do not exist: then it is nobody.',
        examples: [['list 7']],
      }),
    warnings: z
      .array(z.string())
      .readonly()
      .meta({
        description: 'What may be a mistake in it: segments that compare attributes which no contact has.',
        examples: [['segment 3 compares attributes.bulding, which no contact has']],
      }),
  })
  .meta({ id: 'AudienceCount' });

/** The route that counts an audience. */
export const audiences = (app: App, access: Access, { people }: HttpServices): void => {
  app.post(
    '/v1/audiences/count',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Count an audience',
        description: 'Nothing is stored or sent.',
        body: countBody,
        response: {
          200: answer('How many people the audience has.', countView),
          ...problemResponses('malformed-json', 'unauthenticated', 'forbidden', 'too-large', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { audience, overrideOptOut = false } = request.body;
      const { meaning: _meaning, ...count } = await people.countAudience(audience, { overrideOptOut });
      const warnings = await warningsOfAudience(audience, people.segments, people.contacts);
      return reply.send({
        ...count,
        warnings,
        suppressed: { ...count.suppressed },
        byLanguage: { ...count.byLanguage },
      });
    },
  );
};

/** Enough to see whether a rule finds the people who were meant. */
const SAMPLE = 5;

export const ruleCountView = countView
  .extend({
    sample: z
      .array(z.strictObject({ number: z.string(), name: z.string().nullable() }))
      .meta({ description: `The first ${SAMPLE} people of the rule, in the order of their numbers.` }),
  })
  .meta({ id: 'RuleCount' });

/** The route that counts the people of a rule before it is kept as a segment. */
export const ruleCounts = (app: App, access: Access, { people }: HttpServices): void => {
  app.post(
    '/v1/rules/count',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Count the people of a rule, and show some of them',
        description: 'As a segment with this rule would be counted. Nothing is stored or sent.',
        body: z.strictObject({ rule: ruleBody }),
        response: {
          200: answer('How many people the rule is true of.', ruleCountView),
          ...problemResponses('malformed-json', 'unauthenticated', 'forbidden', 'too-large', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { rule } = request.body;
      const audience = { include: [{ rule }] };
      const options = { overrideOptOut: false };
      const { meaning: _meaning, ...count } = await people.countAudience(audience, options);
      const found = await people.audiencePage(audience, '', SAMPLE, options);
      return reply.send({
        ...count,
        warnings: await warningsOfRule(rule, people.contacts),
        suppressed: { ...count.suppressed },
        byLanguage: { ...count.byLanguage },
        sample: found.map(({ number, name }) => ({ number, name: name ?? null })),
      });
    },
  );
};
