import { z } from 'zod';
import { type AlertNote, MOST_NOTES } from '../../../alerts/desk/alert-notes.ts';
import { invisibleIn } from '../../../domain/text/invisible.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { label } from '../../resource/fields.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

const PATH = '/v1/alerts/:id/notes';

const text = label(2000).superRefine((written, context) => {
  const invisible = invisibleIn(written);
  if (invisible === undefined) return;
  const message = `holds ${invisible.character} at index ${invisible.index}`;
  context.addIssue({ code: 'custom', message });
});

export const noteView = z
  .strictObject({
    at: z.iso.datetime(),
    by: author,
    text: z.string().nullable().meta({
      description: 'null: it held the number of a person who was erased, and was erased with them.',
    }),
  })
  .meta({ id: 'AlertNote' });

const view = ({ at, actor, actorName, detail }: AlertNote): z.output<typeof noteView> => ({
  at: iso(at),
  by: viewAuthor({ id: actor, name: actorName }),
  text: detail ?? null,
});

/** Routes of what officers write about an alert. */
export const alertNotes = (app: App, access: Access, once: Once, { notes }: HttpServices): void => {
  app.post(
    PATH,
    {
      onRequest: access.need('noteAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'Write a note on an alert',
        description:
          'In any state, also after its end. The note is a line of the log of the alert (`note`) and is in its report; ' +
          `nobody changes or removes it. An alert has at most ${MOST_NOTES} notes: 409 after that. The audit log and ` +
          'the event `alert.noted` say who wrote one, without the text.',
        params: idInPath,
        headers: idempotencyHeaders,
        body: z.strictObject({ text }),
        response: {
          201: answer('The note.', noteView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'wrong-state'),
          ...problemResponses('idempotency-in-doubt', 'validation', 'idempotency-conflict'),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const { id } = request.params;
        const verdict = await notes.add(id, access.actor(request), request.body.text);
        if (verdict.kind === 'unknown')
          return new Refusal('not-found', { detail: 'There is no such alert.' });
        if (verdict.kind === 'full')
          return new Refusal('wrong-state', { detail: `The alert has ${MOST_NOTES} notes already.` });
        return { status: 201, location: `/v1/alerts/${id}/notes`, body: view(verdict.note) };
      }),
  );

  app.get(
    PATH,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the notes on an alert, oldest first',
        params: idInPath,
        response: {
          200: answer('All of its notes.', z.strictObject({ items: z.array(noteView) })),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const found = await notes.list(request.params.id);
      if (found === undefined) return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      return reply.send({ items: found.map(view) });
    },
  );
};
