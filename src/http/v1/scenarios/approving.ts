import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { scenarioView, viewScenario } from './scenario-view.ts';

/** The route by which a second person approves a scenario beforehand. */
export const approvingScenarios = (
  app: App,
  access: Access,
  { scenarios: service, audit }: HttpServices,
): void => {
  app.post(
    '/v1/scenarios/:id/approve',
    {
      onRequest: access.need('approve', 'confirmed'),
      schema: {
        tags: ['Alerts'],
        summary: 'Approve a scenario, so that it can be launched at once',
        description:
          'Send the ETag of the version that you have read as If-Match. People who changed the scenario since its last ' +
          'approval may not approve it. A later change takes the approval back.',
        params: idInPath,
        headers: ifMatchHeaders,
        response: {
          200: answer('The scenario, approved.', scenarioView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'own-approval',
            'not-approvable',
            'changed-meanwhile',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const actor = access.actor(request);
      const approval = await service.approve(id, version, actor);
      switch (approval.kind) {
        case 'done': {
          const { value } = approval;
          await audit.record(actor, 'scenario.approve', `scenario:${id}`, { version: value.version });
          return reply
            .header('etag', etagOf(value.version))
            .send(viewScenario(value, service.stateOf(value)));
        }
        case 'unknown':
          return sendProblem(reply, 'not-found', { detail: 'There is no such scenario.' });
        case 'changed':
          return sendProblem(reply, 'changed-meanwhile');
        case 'own':
          return sendProblem(reply, 'own-approval', { detail: approval.detail });
        case 'unfit':
          return sendProblem(reply, 'not-approvable', { detail: approval.detail });
      }
    },
  );
};
