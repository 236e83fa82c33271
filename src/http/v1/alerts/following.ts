import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AskedCorrection } from '../../../alerts/desk/correction-preview.ts';
import type { StepVerdict } from '../../../alerts/desk/verdict.ts';
import type { Alert } from '../../../domain/alerts/alert.ts';
import { ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { correctionBody, resendBody, updateBody } from './alert-body.ts';
import { alertView, viewAlert } from './alert-view.ts';
import { correctionPreviewView, viewCorrectionPreview } from './correction-view.ts';
import { refusalOf, sendVerdict, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts/:id';
const followingHeaders = idempotencyHeaders.extend(ifMatchHeaders.shape);
const dryRunQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({
      description:
        'true: answers 200 with the text, the number of people, the cost and the time that it would take; nothing is sent.',
    }),
});
const responses = {
  202: answer('The alert. The new wave goes out.', alertView),
  ...stepProblems,
  ...problemResponses(
    'wrong-state',
    'idempotency-in-doubt',
    'validation',
    'cannot-launch',
    'idempotency-conflict',
  ),
};

/** Routes for what follows the first wave of an alert: update, cancel and resend. */
export const alertFollowing = (
  app: App,
  access: Access,
  once: Once,
  { alerts: service }: HttpServices,
): void => {
  const follow = (
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    step: () => Promise<StepVerdict>,
    waits: (alert: Alert) => boolean = () => false,
  ): Promise<void> =>
    once.answer(request, reply, async () => {
      const verdict = await step();
      if (verdict.kind !== 'done') return refusalOf(verdict) ?? new Refusal('internal', {});
      const status = waits(verdict.alert) ? 200 : 202;
      return { status, location: `/v1/alerts/${id}`, body: viewAlert(verdict.alert) };
    });

  const preview = async (reply: FastifyReply, id: number, asked: AskedCorrection): Promise<void> => {
    const previewed = await service.previewCorrection(id, asked);
    if (previewed.kind === 'previewed') reply.send(viewCorrectionPreview(previewed.preview));
    else sendVerdict(reply, previewed);
  };

  app.post(
    `${PATH}/update`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Say something new to those who have the alert',
        description:
          'Goes to exactly the people who have the alert, or may have it. People without a message that a route has get ' +
          'the new text in the first place. After `expiresAt` an update is refused, unless it gives another `expiresAt`. ' +
          'Where the policy asks for a second person, the update waits as `proposedUpdate` and replaces one that waits. ' +
          'A second person sends it by `approve` with its hash, or drops it by `reject`. With `breakGlass` and a ' +
          '`reason` it goes out at once.',
        params: idInPath,
        headers: followingHeaders,
        querystring: dryRunQuery,
        body: updateBody,
        response: {
          200: answer(
            'Nothing goes out yet: the update waits for a second person, or this is the dry run.',
            z.union([alertView, correctionPreviewView]),
          ),
          ...responses,
        },
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const { breakGlass, reason, validFor: validForMs, ...said } = request.body;
      const correction = { ...said, validForMs };
      if (request.query.dryRun) return preview(reply, id, { what: 'update', correction, version });
      const actor = access.actor(request);
      const why = breakGlass ? reason : undefined;
      const update = () => service.update(id, correction, actor, why, version);
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
          'Goes to exactly the people who have the alert, or may have it; all messages that are not out yet are ' +
          'withdrawn. A paused alert can be cancelled too. A cancel never waits for a second person, and an update that ' +
          'waits is dropped.',
        params: idInPath,
        headers: followingHeaders,
        querystring: dryRunQuery,
        body: correctionBody,
        response: { 200: answer('The dry run: what would go out.', correctionPreviewView), ...responses },
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const correction = request.body;
      if (request.query.dryRun) return preview(reply, id, { what: 'cancel', correction, version });
      const actor = access.actor(request);
      return follow(request, reply, id, () => service.cancel(id, correction, actor, version));
    },
  );

  app.post(
    `${PATH}/resend`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Send the alert once more to people without an answer or without delivery',
        params: idInPath,
        headers: followingHeaders,
        body: resendBody,
        response: responses,
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const actor = access.actor(request);
      return follow(request, reply, id, () => service.resend(id, request.body.to, actor, version));
    },
  );
};
