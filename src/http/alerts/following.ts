import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Verdict } from '../../alerts/verdict.ts';
import type { Access } from '../access.ts';
import { answer, problemResponses } from '../answers.ts';
import type { App } from '../app.ts';
import { idempotencyHeaders } from '../idempotency.ts';
import type { Once } from '../once.ts';
import { idInPath } from '../people/scalar.ts';
import { Refusal } from '../problems.ts';
import type { HttpServices } from '../services.ts';
import { correctionBody, resendBody } from './alert-body.ts';
import { alertView, viewAlert } from './alert-view.ts';
import { refusalOf, stepProblems } from './verdicts.ts';

const PATH = '/v1/alerts/:id';
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
  ): Promise<void> =>
    once.answer(request, reply, async () => {
      const verdict = await step();
      if (verdict.kind !== 'done') return refusalOf(verdict) ?? new Refusal('internal', {});
      return { status: 202, location: `/v1/alerts/${id}`, body: viewAlert(verdict.alert) };
    });

  const correcting = (verb: 'update' | 'cancel', summary: string, description: string): void => {
    app.post(
      `${PATH}/${verb}`,
      {
        onRequest: access.need('launch'),
        schema: {
          tags: ['Alerts'],
          summary,
          description,
          params: idInPath,
          headers: idempotencyHeaders,
          body: correctionBody,
          response: responses,
        },
      },
      (request, reply) => {
        const { id } = request.params;
        const actor = access.principal(request);
        return follow(request, reply, id, () => desk[verb](id, request.body, actor));
      },
    );
  };
  correcting(
    'update',
    'Say something new to those who have the alert',
    'To exactly those who have it, or may have it; who has no message yet gets the new text in the first place.',
  );
  correcting(
    'cancel',
    'Take an alert back from those who have it',
    'To exactly those who have it, or may have it; everything of it that is not out yet is withdrawn.',
  );

  app.post(
    `${PATH}/resend`,
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Send it once more to some',
        params: idInPath,
        headers: idempotencyHeaders,
        body: resendBody,
        response: responses,
      },
    },
    (request, reply) => {
      const { id } = request.params;
      const actor = access.principal(request);
      return follow(request, reply, id, () => desk.resend(id, request.body.to, actor));
    },
  );
};
