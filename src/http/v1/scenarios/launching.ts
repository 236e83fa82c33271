import { z } from 'zod';
import type { ScenarioLaunched } from '../../../alerts/scenarios/launch-scenario.ts';
import { ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders, idempotencyKey } from '../../resource/idempotency.ts';
import { type Done, LastingRefusal, type Once } from '../../resource/once.ts';
import type { Access } from '../../server/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { launchBody as alertLaunchBody } from '../alerts/alert-body.ts';
import { alertView, viewAlert } from '../alerts/alert-view.ts';
import { previewView, viewPreview } from '../alerts/preview-view.ts';
import { refusalOf } from '../alerts/verdicts.ts';
import { idInPath } from '../people/scalar.ts';
import { valuesBody } from '../templates/content-body.ts';
import { valueErrors } from './value-errors.ts';

const known = {
  values: valuesBody.default({}).meta({ description: 'What the scenario lacks: its `needs`.' }),
  exercise: z.boolean().default(false).meta({
    description: 'Tries a live scenario as an exercise. An exercise is never launched live.',
  }),
};
const previewBody = z.strictObject(known);

const { hash, breakGlass, reason } = alertLaunchBody.shape;

const launchBody = z
  .strictObject({ ...known, hash: hash.optional(), breakGlass, reason })
  .refine((body) => !body.breakGlass || body.reason !== undefined, {
    path: ['reason'],
    message: 'is needed to break the glass',
  });

/** Of a request without a body. */
const plainLaunch = launchBody.parse({});

const unknown = { detail: 'There is no such scenario.' };

/** From a scenario to an alert that goes out, in one step. */
export const launchingScenarios = (
  app: App,
  access: Access,
  once: Once,
  { launcher, alerts }: HttpServices,
): void => {
  app.post(
    '/v1/scenarios/:id/preview',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'What a launch would send, to how many, by when',
        description: 'Makes nothing. Its hash may be named by the launch.',
        params: idInPath,
        body: previewBody.nullish(),
        response: {
          200: answer('The preview, as things are now.', previewView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'too-large',
            'validation',
          ),
        },
      },
    },
    async (request, reply) => {
      const { values, exercise } = request.body ?? plainLaunch;
      const draft = await launcher.draft(request.params.id, { values, asExercise: exercise });
      if (draft === undefined) return sendProblem(reply, 'not-found', unknown);
      return reply.send(viewPreview(await alerts.previewDraft(draft)));
    },
  );

  app.post(
    '/v1/scenarios/:id/launch',
    {
      onRequest: access.need('launch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Make an alert of a scenario and let it go',
        description:
          'An approved one goes at once, in the name of its approver too. Otherwise, and if nobody would get it, the alert ' +
          'that was made is kept and named in the problem: it can be mended, approved and launched as any other.',
        params: idInPath,
        headers: idempotencyHeaders.extend(ifMatchHeaders.shape),
        body: launchBody.nullish(),
        response: {
          202: answer('The alert, which goes out; Location is where to follow it.', alertView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'needs-approval',
            'wrong-state',
            'idempotency-in-doubt',
            'changed-meanwhile',
            'too-large',
            'validation',
            'cannot-launch',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { values, exercise, ...body } = request.body ?? plainLaunch;
      const version = versionToMatch(request.headers);
      const actor = access.principal(request);
      const key = idempotencyKey(request.headers);
      const work = async (since?: number): Promise<Done | Refusal> => {
        const launched = await launcher.launch(id, {
          values,
          asExercise: exercise,
          hash: body.hash,
          version,
          breakGlass: body.breakGlass ? body.reason : undefined,
          source: 'api',
          actor,
          // Keys belong to the token.
          key: key === undefined ? undefined : { name: `${actor.id} ${key}`, since },
        });
        if (launched.kind !== 'launched') return refusalFor(launched);
        const { alert, repeated } = launched;
        if (repeated === true) reply.header('idempotency-replayed', 'true');
        const note = { action: 'scenario.launch', subject: `scenario:${id}`, detail: { alert: alert.id } };
        return { status: 202, location: `/v1/alerts/${alert.id}`, body: viewAlert(alert), note };
      };
      await once.answer(request, reply, work, { knowsItself: true });
      return reply;
    },
  );
};

const refusalFor = (launched: Exclude<ScenarioLaunched, { readonly kind: 'launched' }>): Refusal => {
  switch (launched.kind) {
    case 'unknown':
      return new Refusal('not-found', unknown);
    case 'changed':
      return new Refusal('changed-meanwhile', { detail: 'The scenario is not the one that you saw.' });
    case 'unfit':
      return new Refusal('validation', { errors: valueErrors(launched.findings) });
    case 'kept': {
      const { problem, more } = refusalOf(launched.why) ?? new Refusal('internal', {});
      return new LastingRefusal(problem, {
        ...more,
        members: { ...more.members, alert: launched.alert.id },
      });
    }
  }
};
