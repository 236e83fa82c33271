import { ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders, idempotencyKey } from '../../resource/idempotency.ts';
import type { Done, Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { approveBody, endBody, launchBody, rejectBody, returnBody, submitBody } from './alert-body.ts';
import { alertView, viewAlert } from './alert-view.ts';
import { refusalOf, sendVerdict, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts/:id';
const now = answer('The alert as it is now.', alertView);

/** Routes for the steps of an alert until it goes out: approval and launch. */
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
        body: submitBody,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const launchOnApproval = request.body?.launchOnApproval ?? false;
      return sendVerdict(reply, await service.submit(id, access.actor(request), version, launchOnApproval));
    },
  );

  app.post(
    `${PATH}/approve`,
    {
      // An approval may launch the alert, and sends a waiting update.
      onRequest: access.need('approve', 'confirmed'),
      schema: {
        tags: ['Alerts'],
        summary: 'Approve what somebody else wrote',
        description: 'A submitted alert can be launched then. A waiting update goes out at once.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: approveBody,
        response: {
          200: now,
          ...stepProblems,
          ...problemResponses('forbidden', 'confirmation-required', 'own-approval'),
        },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const { hash } = request.body;
      const actor = access.actor(request);
      return sendVerdict(reply, await service.approve(request.params.id, actor, hash, version));
    },
  );

  app.post(
    `${PATH}/return`,
    {
      onRequest: access.need('approve'),
      schema: {
        tags: ['Alerts'],
        summary: 'Return an alert to its author, with the reason',
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
      return sendVerdict(reply, await service.returnToAuthor(id, access.actor(request), reason, version));
    },
  );

  app.post(
    `${PATH}/reject`,
    {
      onRequest: access.need('approve'),
      schema: {
        tags: ['Alerts'],
        summary: 'Reject an alert for good, or its waiting update',
        description:
          'A waiting update must be named by its `hash`: 412 if another has replaced it, 422 without a hash.',
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
      return sendVerdict(reply, await service.reject(id, access.actor(request), reason, { hash, version }));
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
          'A draft, a returned alert, or one that waits for approval becomes `rejected`. An approved alert can only be ' +
          'rejected, by an approver.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: endBody,
        response: { 200: now, ...stepProblems },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const actor = access.actor(request);
      return sendVerdict(
        reply,
        await service.discard(request.params.id, actor, request.body?.reason, version),
      );
    },
  );

  app.post(
    `${PATH}/launch`,
    {
      onRequest: access.need('launch', 'confirmed'),
      schema: {
        tags: ['Alerts'],
        summary: 'Launch an alert as it was previewed',
        description:
          'Refused with 412 if what would go out is not what was previewed: other texts, or other people. The ' +
          'Idempotency-Key makes a retry harmless. 202 comes once the launch is on disk: from then on the alert goes ' +
          'out, whatever happens to the gateway. 409 `recently-alerted` if the same alert went out a short time ago: it is ' +
          'named in `alert`, and `again` passes.',
        params: idInPath,
        headers: idempotencyHeaders.extend(ifMatchHeaders.shape),
        body: launchBody,
        response: {
          202: answer('The alert. It goes out now, or at its time.', alertView),
          ...stepProblems,
          ...problemResponses(
            'confirmation-required',
            'needs-approval',
            'recently-alerted',
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
      const { hash, again, breakGlass, reason } = request.body;
      const { id } = request.params;
      const actor = access.actor(request);
      const key = idempotencyKey(request.headers);
      const launch = {
        hash,
        again,
        version: versionToMatch(request.headers),
        actor,
        // An Idempotency-Key belongs to its token: two tokens may have equal keys.
        key: key === undefined ? undefined : `${access.principal(request).id} ${key}`,
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
};
