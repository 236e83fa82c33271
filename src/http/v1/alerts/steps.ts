import type { Permission } from '../../../access/permissions.ts';
import { ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders, idempotencyKey } from '../../resource/idempotency.ts';
import type { Done, Once } from '../../resource/once.ts';
import type { Access } from '../../server/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { approveBody, endBody, launchBody, rejectBody, returnBody } from './alert-body.ts';
import { alertView, viewAlert } from './alert-view.ts';
import { refusalOf, sendVerdict, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts/:id';
const now = answer('The alert as it is now.', alertView);

/** The way of an alert from its author over a second person to its end. */
export const alertSteps = (app: App, access: Access, once: Once, { alerts: service }: HttpServices): void => {
  app.post(
    `${PATH}/submit`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Hand a draft in for approval',
        params: idInPath,
        headers: ifMatchHeaders,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      return sendVerdict(reply, await service.submit(request.params.id, access.principal(request), version));
    },
  );

  app.post(
    `${PATH}/approve`,
    {
      onRequest: access.need('approve'),
      schema: {
        tags: ['Alerts'],
        summary: 'Approve what somebody else wrote',
        description:
          'An alert that was handed in: it can be launched then. Or the update that waits: it goes out at once.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: approveBody,
        response: { 200: now, ...stepProblems, ...problemResponses('forbidden', 'own-approval') },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const { hash } = request.body;
      const actor = access.principal(request);
      return sendVerdict(reply, await service.approve(request.params.id, actor, hash, version));
    },
  );

  app.post(
    `${PATH}/return`,
    {
      onRequest: access.need('approve'),
      schema: {
        tags: ['Alerts'],
        summary: 'Give an alert back to its author, with what is to be better',
        params: idInPath,
        headers: ifMatchHeaders,
        body: returnBody,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const { reason } = request.body;
      return sendVerdict(reply, await service.returnToAuthor(id, access.principal(request), reason, version));
    },
  );

  app.post(
    `${PATH}/reject`,
    {
      onRequest: access.need('approve'),
      schema: {
        tags: ['Alerts'],
        summary: 'Say no to an alert, for good, or to the update that waits',
        description: 'To an update with its `hash`: 412 if another has taken its place, 422 without.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: rejectBody,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const { reason, hash } = request.body;
      return sendVerdict(
        reply,
        await service.reject(id, access.principal(request), reason, { hash, version }),
      );
    },
  );

  app.post(
    `${PATH}/discard`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Give an alert up before it goes out',
        description:
          'A draft, one that was returned, or one that waits for approval: it is `rejected` then. One that was approved ' +
          'is for an approver to reject.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: endBody,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const actor = access.principal(request);
      return sendVerdict(
        reply,
        await service.discard(request.params.id, actor, request.body?.reason, version),
      );
    },
  );

  app.post(
    `${PATH}/launch`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Let an alert go, as it was previewed',
        description:
          'Refused with 412 if what would go out is not what was seen: other texts, or other people. The ' +
          'Idempotency-Key makes a retry harmless. 202 is answered once it is on disk: from then on it goes out, ' +
          'whatever happens to the gateway.',
        params: idInPath,
        headers: idempotencyHeaders.extend(ifMatchHeaders.shape),
        body: launchBody,
        response: {
          202: answer('It goes out, or will at its time.', alertView),
          ...stepProblems,
          ...problemResponses(
            'needs-approval',
            'wrong-state',
            'idempotency-in-doubt',
            'validation',
            'cannot-launch',
            'idempotency-conflict',
          ),
        },
      },
    },
    (request, reply) => {
      const { hash, breakGlass, reason } = request.body;
      const { id } = request.params;
      const actor = access.principal(request);
      const key = idempotencyKey(request.headers);
      const launch = {
        hash,
        version: versionToMatch(request.headers),
        actor,
        // Keys belong to the token.
        key: key === undefined ? undefined : `${actor.id} ${key}`,
        breakGlass: breakGlass ? reason : undefined,
      };
      const work = async (): Promise<Done | Refusal> => {
        const verdict = await service.launch(id, launch);
        if (verdict.kind !== 'done') return refusalOf(verdict) ?? new Refusal('internal', {});
        const { alert, repeated } = verdict;
        if (repeated === true) reply.header('idempotency-replayed', 'true');
        return { status: 202, location: `/v1/alerts/${id}`, body: viewAlert(alert) };
      };
      return once.answer(request, reply, work, { knowsItself: true });
    },
  );

  const braking = (
    verb: 'pause' | 'resume',
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
        const step = verb === 'pause' ? service.pause : service.resume;
        return sendVerdict(reply, await step.call(service, id, access.principal(request), version));
      },
    );
  };
  braking('pause', 'brake', 'Hold an alert', 'What a route has is on its way; nothing else leaves.');
  braking('resume', 'launch', 'Let a paused alert go on', 'With what is still valid.');

  app.post(
    `${PATH}/stop`,
    {
      onRequest: access.need('brake'),
      schema: {
        tags: ['Alerts'],
        summary: 'Stop an alert for good',
        description:
          'Stop is not recall: who has it keeps it, what a route has is on its way. All others are recorded as ' +
          'cancelled, and an update that waits for a second person is dropped. A correction to exactly those who have ' +
          'it is one call away: `cancel`.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: endBody,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const actor = access.principal(request);
      return sendVerdict(reply, await service.stop(request.params.id, actor, request.body?.reason, version));
    },
  );
};
