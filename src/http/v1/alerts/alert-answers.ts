import { z } from 'zod';
import type { PersonAnswer } from '../../../domain/alerts/alert-answers.ts';
import { caseStates } from '../../../domain/inbound/help-case.ts';
import { label } from '../../resource/fields.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

export const answerView = z
  .strictObject({
    number: z.string().meta({ examples: ['+33639980001'] }),
    name: z.string().nullable(),
    meaning: z.string().meta({
      description:
        '`safe`, `help`, `other` (a text), `silent`, or what the question gives to its other words.',
    }),
    text: z.string().nullable(),
    at: z.iso.datetime().nullable(),
    inbox: z.int().nullable().meta({ description: 'The id in the inbox.' }),
    case: z
      .strictObject({ id: z.int(), state: z.enum(caseStates), holder: z.string().nullable() })
      .nullable()
      .meta({ description: 'The newest case of this person in this alert.' }),
  })
  .meta({ id: 'PersonAnswer' });

export const answersView = pagedView(answerView)
  .extend({
    alert: z.int(),
    counts: z.record(z.string(), z.int()).meta({
      description:
        'Numbers of people by their last answer; `safe`, `help`, `other` and `silent` are always there. `people` counts ' +
        'those who may have read the alert or have answered it.',
    }),
  })
  .meta({ id: 'AlertAnswers' });

const view = ({ number, name, meaning, text, at, inboxId, case: of }: PersonAnswer) => ({
  number,
  name: name ?? null,
  meaning,
  text: text ?? null,
  at: at === undefined ? null : iso(at),
  inbox: inboxId ?? null,
  case: of === undefined ? null : { ...of, holder: of.holder ?? null },
});

/** What people answered to an alert. */
export const alertAnswers = (app: App, access: Access, { alertAnswers: repository }: HttpServices): void => {
  app.get(
    '/v1/alerts/:id/answers',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'List what people answered: help on top, the silent at the end',
        description:
          'Each person once, with the last answer that has a meaning. A later free text does not replace it: a person ' +
          'who called for help and then writes where they are still needs help.',
        params: idInPath,
        querystring: z.strictObject({
          meaning: label(100)
            .optional()
            .meta({ description: 'Only people with this meaning, such as `help` or `silent`.' }),
          ...pageQuery((text) => /^[0-9s]-[0-9]{0,15}$/.test(text)),
        }),
        response: {
          200: answer('A page of people.', answersView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await repository.getAlert(id)) === undefined) return sendProblem(reply, 'not-found');
      const { meaning } = request.query;
      const [{ people, byMeaning, silent }, { items, next }] = await Promise.all([
        repository.answerCounts(id),
        repository.listAnswers(id, meaning, pageOf(request.query)),
      ]);
      return reply.send({
        alert: id,
        counts: { people, safe: 0, help: 0, other: 0, ...byMeaning, silent },
        items: items.map(view),
        next: next ?? null,
      });
    },
  );
};
