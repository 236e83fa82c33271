import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { StepVerdict } from '../../../alerts/desk/verdict.ts';
import type { AskedCorrection } from '../../../alerts/preview/correction-preview.ts';
import type { Alert } from '../../../domain/alerts/alert.ts';
import { ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { cancelBody, resendBody, updateBody } from './alert-body.ts';
import { alertView, endedView, viewAlert } from './alert-view.ts';
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
    'confirmation-required',
    'wrong-state',
    'idempotency-in-doubt',
    'validation',
    'cannot-launch',
    'idempotency-conflict',
  ),
};

interface Answering {
  /** Whether the step waits for a second person. */
  readonly waits?: (alert: Alert) => boolean;
  /** What is answered besides the alert. */
  readonly more?: () => Promise<Record<string, unknown>>;
}

/** Routes for what follows the first wave of an alert: update, cancel, end and resend. */
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
    { waits = () => false, more = async () => ({}) }: Answering = {},
  ): Promise<void> =>
    once.answer(request, reply, async () => {
      const verdict = await step();
      if (verdict.kind !== 'done') return refusalOf(verdict) ?? new Refusal('internal', {});
      const status = waits(verdict.alert) ? 200 : 202;
      return {
        status,
        location: `/v1/alerts/${id}`,
        body: { ...viewAlert(verdict.alert), ...(await more()) },
      };
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
      if (breakGlass) access.needConfirmed(request);
      const actor = access.actor(request);
      const why = breakGlass ? reason : undefined;
      const update = () => service.update(id, correction, actor, why, version);
      return follow(request, reply, id, update, {
        waits: ({ proposedUpdate }) => proposedUpdate !== undefined,
      });
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
          'withdrawn at once. A paused alert can be cancelled too. Without `content` it says the `cancelContent` that was ' +
          'approved with the alert, or the text of the library, and needs one person. Where the policy asks for a second ' +
          'person, any other text waits as `proposedUpdate`, or goes out at once with `breakGlass` and a `reason`.',
        params: idInPath,
        headers: followingHeaders,
        querystring: dryRunQuery,
        body: cancelBody,
        response: {
          200: answer(
            'The text waits for a second person; what was not out yet is withdrawn. Or this is the dry run.',
            z.union([alertView, correctionPreviewView]),
          ),
          ...responses,
          202: answer('The alert, and who has it. The cancellation goes out.', endedView),
        },
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const { content, values = {}, breakGlass = false, reason } = request.body ?? {};
      const correction = content && { content, values };
      if (request.query.dryRun) return preview(reply, id, { what: 'cancel', correction, version });
      if (breakGlass) access.needConfirmed(request);
      const actor = access.actor(request);
      const by = { actor, version, breakGlass: breakGlass ? reason : undefined };
      return follow(request, reply, id, () => service.cancel(id, correction, by), {
        waits: ({ proposedUpdate }) => proposedUpdate !== undefined,
        more: async () => ({ people: await service.totals(id) }),
      });
    },
  );

  app.post(
    `${PATH}/end`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Tell those who have an alert that it is over',
        description:
          'Goes to exactly the people who have the alert, or may have it, once; all messages that are not out yet are ' +
          'withdrawn. It says the `endContent` that was approved with the alert, or the text of the library. Nothing ' +
          'follows it.',
        params: idInPath,
        headers: followingHeaders,
        querystring: dryRunQuery,
        response: {
          200: answer('The dry run: what would go out.', correctionPreviewView),
          ...responses,
          202: answer('The alert, and who has it. The end goes out.', endedView),
        },
      },
    },
    (request, reply) => {
      const version = versionToMatch(request.headers);
      const { id } = request.params;
      const ending = { what: 'end', correction: undefined, version } as const;
      if (request.query.dryRun) return preview(reply, id, ending);
      access.needConfirmed(request);
      const actor = access.actor(request);
      return follow(request, reply, id, () => service.end(id, actor, version), {
        more: async () => ({ people: await service.totals(id) }),
      });
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
