import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Verdict } from '../../alerts/verdict.ts';
import type { Alert } from '../../domain/alert.ts';
import type { Access } from '../access.ts';
import { answer, problemResponses } from '../answers.ts';
import type { App } from '../app.ts';
import { ifMatchHeaders, versionToMatch } from '../etag.ts';
import { idempotencyHeaders } from '../idempotency.ts';
import type { Once } from '../once.ts';
import { idInPath } from '../people/scalar.ts';
import { Refusal } from '../problems.ts';
import type { HttpServices } from '../services.ts';
import { correctionBody, resendBody, updateBody } from './alert-body.ts';
import { alertView, viewAlert } from './alert-view.ts';
import { refusalOf, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts/:id';
const followingHeaders = idempotencyHeaders.extend(ifMatchHeaders.shape);
const responses = {
  202: answer('It goes out.', alertView),
  ...stepProblems,
  ...problemResponses(
    'wrong-state',
    'idempotency-in-doubt',
    'validation',
    'cannot-launch',
    'idempotency-conflict',
  ),
};

/** What follows an alert: to exactly those whom it is for, by wave. */
export const alertFollowing = (
  app: App,
  access: Access,
  once: Once,
  { alerts: desk }: HttpServices,
): void => {
  const follow = (
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    step: () => Promise<Verdict>,
    waits: (alert: Alert) => boolean = () => false,
  ): Promise<void> =>
    once.answer(request, reply, async () => {
      const verdict = await step();
      if (verdict.kind !== 'done') return refusalOf(verdict) ?? new Refusal('internal', {});
      const status = waits(verdict.alert) ? 200 : 202;
      return { status, location: `/v1/alerts/${id}`, body: viewAlert(verdict.alert) };
    });

  app.post(
    `${PATH}/update`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Say something new to those who have the alert',
        description:
          'To exactly those who have it, or may have it; who has no message yet, or one that no route has yet, gets the ' +
          'new text in the first place. After `expiresAt` it is refused, unless it gives another. ' +
          'Where the policy asks for a second person it waits as `proposedUpdate`, in place of another that waits: ' +
          'somebody else lets it go by `approve` with its hash, or drops it by `reject`. With `breakGlass` and a ' +
          '`reason` it goes at once.',
        params: idInPath,
        headers: followingHeaders,
        body: updateBody,
        response: {
          200: answer('Nothing goes out yet: it waits for a second person.', alertView),
          ...responses,
        },
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const { breakGlass, reason, validFor: validForMs, ...said } = request.body;
      const actor = access.principal(request);
      const why = breakGlass ? reason : undefined;
      const update = () => desk.update(id, { ...said, validForMs }, actor, why, version);
      return follow(request, reply, id, update, ({ proposedUpdate }) => proposedUpdate !== undefined);
    },
  );

  app.post(
    `${PATH}/cancel`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Take an alert back from those who have it',
        description:
          'To exactly those who have it, or may have it; everything of it that is not out yet is withdrawn. Also of an ' +
          'alert that is paused. Never waits for a second person; an update that waits for one is dropped.',
        params: idInPath,
        headers: followingHeaders,
        body: correctionBody,
        response: responses,
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const actor = access.principal(request);
      return follow(request, reply, id, () => desk.cancel(id, request.body, actor, version));
    },
  );

  app.post(
    `${PATH}/resend`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Send it once more to some',
        params: idInPath,
        headers: followingHeaders,
        body: resendBody,
        response: responses,
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const actor = access.principal(request);
      return follow(request, reply, id, () => desk.resend(id, request.body.to, actor, version));
    },
  );
};
