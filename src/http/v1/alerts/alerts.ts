import { z } from 'zod';
import type { Alert, AlertDraft } from '../../../domain/alerts/alert.ts';
import { alertStates } from '../../../domain/alerts/alert-state.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { type AlertBody, alertBody, toDraft } from './alert-body.ts';
import { alertView, draftView, viewAlert, viewDraft } from './alert-view.ts';
import { overviewView, viewOverview } from './overview-view.ts';
import { previewView, viewPreview } from './preview-view.ts';
import { sendVerdict, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts';
const noTemplate = { errors: [{ path: 'template', message: 'there is no such template' }] };

const listQuery = z.strictObject({
  state: z.enum(alertStates).optional(),
  ...pageQuery(isNumberCursor),
});

/** Routes to write, read and preview alerts. */
export const alerts = (
  app: App,
  access: Access,
  once: Once,
  { alerts: service, keywords, templates }: HttpServices,
): void => {
  const body = alertBody(keywords);
  /** Undefined: the body names a template that does not exist. */
  const draftOf = async (given: AlertBody): Promise<AlertDraft | undefined> => {
    const { content, template = 0 } = given;
    const said = content ?? (await templates.get(template))?.definition;
    return said === undefined ? undefined : toDraft(given, said);
  };
  const viewOf = (alert: Alert): z.output<typeof draftView> => {
    const { content, values } = alert.draft;
    return viewDraft(alert, templates.lint(content, { values }));
  };

  app.post(
    PATH,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Write an alert',
        description:
          'A draft: nothing is sent before it is launched. A draft with errors is stored too; `findings` lists them.',
        headers: idempotencyHeaders,
        body,
        response: {
          201: answer('The draft.', draftView),
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
        const draft = await draftOf(request.body);
        if (draft === undefined) return new Refusal('validation', noTemplate);
        const alert = await service.create(draft, access.actor(request));
        return { status: 201, location: `${PATH}/${alert.id}`, body: viewOf(alert) };
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
      const { items, next } = await service.list(request.query.state, pageOf(request.query));
      return reply.send({ items: items.map(viewAlert), next: next ?? null });
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'One alert, with its progress and its log',
        description: 'Counts of an alert to very many people may be some seconds old.',
        params: idInPath,
        response: {
          200: answer('The alert, its version as ETag.', overviewView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const overview = await service.overview(request.params.id);
      if (overview === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      return reply.header('etag', etagOf(overview.alert.version)).send(viewOverview(overview));
    },
  );

  app.put(
    `${PATH}/:id`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Replace a draft',
        description:
          'Only a draft or a returned alert: one that waits for approval or is approved can not be changed.',
        params: idInPath,
        headers: ifMatchHeaders,
        body,
        response: { 200: answer('The draft as it is now.', draftView), ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const draft = await draftOf(request.body);
      if (draft === undefined) return sendProblem(reply, 'validation', noTemplate);
      const verdict = await service.edit(request.params.id, draft, access.actor(request), version);
      if (verdict.kind !== 'done') return sendVerdict(reply, verdict);
      return reply.header('etag', etagOf(verdict.alert.version)).send(viewOf(verdict.alert));
    },
  );

  app.post(
    `${PATH}/:id/preview`,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'Preview what would go out, to how many people, by when',
        description: 'Changes nothing. Approve and launch must name its `hash`.',
        params: idInPath,
        response: {
          200: answer('The preview, as things are now.', previewView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const preview = await service.preview(request.params.id);
      if (preview === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      return reply.send(viewPreview(preview));
    },
  );
};
