import { z } from 'zod';
import type { Survey } from '../../../alerts/report/survey.ts';
import { surveyCsv } from '../../../alerts/report/survey-csv.ts';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { Digest } from '../alerts/proof.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

const surveyView = z
  .strictObject({
    alert: z.int(),
    title: z.string(),
    question: z
      .strictObject({
        answers: z.array(z.strictObject({ word: z.string(), meaning: z.string() })),
        until: z.iso.datetime().nullable(),
      })
      .nullable(),
    people: z.int().meta({ description: 'Who may have read the alert, or has answered it.' }),
    purged: z.boolean().meta({
      description: 'The answers are deleted: the counts were kept, and languages and curve are gone.',
    }),
    answers: z
      .array(
        z.strictObject({
          meaning: z.string().meta({
            description: '`other`: a text without a known meaning; `silent`: no answer.',
          }),
          words: z.array(z.string()).meta({ description: 'The words of the question with this meaning.' }),
          people: z.int().meta({ description: 'People whose answer this is: the last one counts.' }),
          share: z.number().nullable().meta({ description: 'Of `people` above, 0 to 1.' }),
          byLanguage: z.record(z.string(), z.int()).meta({
            description: '`und`: without a language. Empty for the silent.',
          }),
        }),
      )
      .meta({ description: 'Those of the question in its order, then others, then the silent.' }),
    curve: z.strictObject({
      slotMs: z.int().meta({ description: 'Five minutes, or more for a question that is open for days.' }),
      points: z.array(z.strictObject({ at: z.iso.datetime(), answers: z.record(z.string(), z.int()) })).meta({
        description: 'The answers that count, by when they came. Times without answers are left out.',
      }),
    }),
    texts: z.string().meta({ description: 'The path of the free texts, paged.' }),
  })
  .meta({ id: 'AlertSurvey' });

const view = (survey: Survey): z.output<typeof surveyView> => {
  const { alert, people, tallies, purged, slotMs, curve } = survey;
  const { title, question } = alert.draft;
  const { questionUntil } = alert;
  return {
    alert: alert.id,
    title,
    question:
      question === undefined
        ? null
        : {
            answers: [...question.answers],
            until: questionUntil === undefined ? null : iso(questionUntil),
          },
    people,
    purged,
    answers: tallies.map(({ words, share, byLanguage, ...one }) => ({
      ...one,
      words: [...words],
      share: share ?? null,
      byLanguage: { ...byLanguage },
    })),
    curve: {
      slotMs,
      points: curve.map(({ at, byMeaning }) => ({ at: iso(at), answers: { ...byMeaning } })),
    },
    texts: `/v1/alerts/${alert.id}/answers?meaning=other`,
  };
};

/** The route of the answers to an alert as a survey. */
export const alertSurvey = (app: App, access: Access, { surveys, audit }: HttpServices): void => {
  app.get(
    '/v1/alerts/:id/survey',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Count the answers to the question of an alert',
        description:
          'Each person counts once, with the answer that stands. The CSV carries the SHA-256 of its octets in the header ' +
          'Repr-Digest, and the audit log notes who exported it: `alert.export`.',
        params: idInPath,
        querystring: z.strictObject({ format: z.enum(['json', 'csv']).default('json') }),
        response: {
          200: {
            description: 'The survey.',
            content: {
              'application/json': { schema: surveyView },
              'text/csv': { schema: z.string() },
            },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const survey = await surveys.of(id);
      if (survey === undefined) return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      if (request.query.format === 'json') return reply.send(view(survey));
      const text = surveyCsv(survey);
      const digest = Digest.of(text);
      const file = { format: 'csv', of: 'survey', sha256: digest.hex };
      await audit.record(access.principal(request), 'alert.export', `alert:${id}`, file);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="alert-${id}-survey.csv"`)
        .header('repr-digest', digest.header)
        .send(text as never);
    },
  );
};
