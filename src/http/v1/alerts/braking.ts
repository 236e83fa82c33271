import type { Permission } from '../../../access/permissions.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import type { Access } from '../../server/access/access.ts';
import { answer } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { endBody } from './alert-body.ts';
import { alertView, endedView, viewAlert } from './alert-view.ts';
import { sendVerdict, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts/:id';
const now = answer('The alert as it is now.', alertView);

/** Routes that hold an alert, let it go on, shorten its texts, or end it. */
export const alertBraking = (app: App, access: Access, { alerts: service }: HttpServices): void => {
  const braking = (
    verb: 'pause' | 'resume' | 'shorten',
    permission: Permission,
    summary: string,
    description: string,
  ): void => {
    app.post(
      `${PATH}/${verb}`,
      {
        onRequest: access.need(permission),
        schema: {
          tags: ['Alerts'],
          summary,
          description,
          params: idInPath,
          headers: ifMatchHeaders,
          response: { 200: now, ...stepProblems },
        },
      },
      async (request, reply) => {
        const version = versionToMatch(request.headers);
        const { id } = request.params;
        return sendVerdict(reply, await service[verb](id, access.actor(request), version));
      },
    );
  };
  braking('pause', 'brake', 'Pause an alert', 'A message that a route has goes out; no other leaves.');
  braking('resume', 'launch', 'Resume a paused alert', 'Messages that are still valid go out.');
  braking(
    'shorten',
    'launch',
    'Give messages that no route has the short text',
    'For when only slow routes are left. Messages that a route has, or of which a part may have left, keep their text. ' +
      'The waves that go out stay with the short text.',
  );

  app.post(
    `${PATH}/stop`,
    {
      onRequest: access.need('brake'),
      schema: {
        tags: ['Alerts'],
        summary: 'Stop an alert for good',
        description:
          'A stop does not recall: people who have the alert keep it, and a message that a route has goes out. All other ' +
          'messages are recorded as cancelled, and an update that waits for a second person is dropped. To tell exactly ' +
          'the people who have the alert, use `cancel`.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: endBody,
        response: { 200: answer('The alert as it is now, and who has it.', endedView), ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const actor = access.actor(request);
      const { id } = request.params;
      const verdict = await service.stop(id, actor, request.body?.reason, version);
      if (verdict.kind !== 'done') return sendVerdict(reply, verdict);
      const { alert } = verdict;
      return reply
        .header('etag', etagOf(alert.version))
        .send({ ...viewAlert(alert), people: await service.totals(id) });
    },
  );
};
