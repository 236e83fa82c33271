import { z } from 'zod';
import { alertStates } from '../../domain/alert-state.ts';
import type { Access } from '../access.ts';
import { answer, problemResponses } from '../answers.ts';
import type { App } from '../app.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../etag.ts';
import { idempotencyHeaders } from '../idempotency.ts';
import type { Once } from '../once.ts';
import { pagedView, pageOf, pageQuery } from '../page-query.ts';
import { idInPath } from '../people/scalar.ts';
import { sendProblem } from '../problems.ts';
import type { HttpServices } from '../services.ts';
import { alertBody, toDraft } from './alert-body.ts';
import { alertView, viewAlert } from './alert-view.ts';
import { previewView, viewPreview } from './preview-view.ts';
import { standingView, viewStanding } from './standing-view.ts';
import { sendVerdict, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts';

const listQuery = z.strictObject({
  state: z.enum(alertStates).optional(),
  ...pageQuery((text) => /^[0-9]{1,15}$/.test(text)),
});

/** Alerts: written, seen, followed. */
export const alerts = (
  app: App,
  access: Access,
  once: Once,
  { alerts: desk, keywords }: HttpServices,
): void => {
  const body = alertBody(keywords);
  app.post(
    PATH,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Write an alert',
        description: 'A draft: nothing is sent before it is launched.',
        headers: idempotencyHeaders,
        body,
        response: {
          201: answer('The draft.', alertView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'idempotency-in-doubt',
            'too-large',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const alert = await desk.create(toDraft(request.body), access.principal(request));
        return { status: 201, location: `${PATH}/${alert.id}`, body: viewAlert(alert) };
      }),
  );

  app.get(
    PATH,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the alerts, newest first',
        querystring: listQuery,
        response: {
          200: answer('A page of alerts.', pagedView(alertView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await desk.list(request.query.state, pageOf(request.query));
      return reply.send({ items: items.map(viewAlert), next: next ?? null });
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'One alert: how far it is, and who did what',
        description: 'Counts of an alert to very many people may be some seconds old.',
        params: idInPath,
        response: {
          200: answer('The alert, its version as ETag.', standingView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const standing = await desk.standing(request.params.id);
      if (standing === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      return reply.header('etag', etagOf(standing.alert.version)).send(viewStanding(standing));
    },
  );

  app.put(
    `${PATH}/:id`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Write a draft anew',
        description:
          'Only while it is a draft, or was returned: what somebody checks, or has approved, stays.',
        params: idInPath,
        headers: ifMatchHeaders,
        body,
        response: { 200: answer('The draft as it is now.', alertView), ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const draft = toDraft(request.body);
      return sendVerdict(
        reply,
        await desk.edit(request.params.id, draft, access.principal(request), version),
      );
    },
  );

  app.post(
    `${PATH}/:id/preview`,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'What would go out, to how many, by when',
        description: 'Changes nothing. Its hash is what approve and launch name.',
        params: idInPath,
        response: {
          200: answer('The preview, as things are now.', previewView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const preview = await desk.preview(request.params.id);
      if (preview === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      return reply.send(viewPreview(preview));
    },
  );
};
