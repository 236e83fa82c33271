import { z } from 'zod';
import type { ScenarioLaunched } from '../../../alerts/scenarios/launch-scenario.ts';
import { ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders, idempotencyKey } from '../../resource/idempotency.ts';
import { type Done, LastingRefusal, type Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { launchBody as alertLaunchBody, hasReason, needsReason } from '../alerts/alert-body.ts';
import { alertView, viewAlert } from '../alerts/alert-view.ts';
import { previewFields, viewPreview } from '../alerts/preview-view.ts';
import { refusalOf } from '../alerts/verdicts.ts';
import { idInPath } from '../people/scalar.ts';
import { valuesBody } from '../templates/content-body.ts';
import { boundsPreview, viewBoundsPreview } from './bounds-body.ts';
import { valueErrors } from './value-errors.ts';

const known = {
  values: valuesBody
    .default({})
    .meta({ description: 'Values for the placeholders in `needs` of the scenario.' }),
  exercise: z.boolean().default(false).meta({
    description: 'Whether to launch a live scenario as an exercise. An exercise is never launched live.',
  }),
};
export const scenarioPreviewView = z
  .strictObject({ ...previewFields, ...boundsPreview })
  .meta({ id: 'ScenarioPreview' });
const previewBody = z.strictObject(known);

const { hash, again, breakGlass, reason } = alertLaunchBody.shape;

const launchBody = z
  .strictObject({ ...known, hash: hash.optional(), again, breakGlass, reason })
  .refine(hasReason, needsReason);

/** The body that is used if a request has none. */
const plainLaunch = launchBody.parse({});

const unknown = { detail: 'There is no such scenario.' };

/** Routes to preview and launch a scenario, which makes an alert and launches it in one step. */
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
        summary: 'Preview what a launch would send, to how many people, by when',
        description: 'Nothing is made. The launch may name the `hash`.',
        params: idInPath,
        body: previewBody.nullish(),
        response: {
          200: answer('The preview, as things are now.', scenarioPreviewView),
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
      const made = await launcher.draft(request.params.id, { values, asExercise: exercise });
      if (made === undefined) return sendProblem(reply, 'not-found', unknown);
      const preview = await alerts.previewDraft(made.draft);
      return reply.send({ ...viewPreview(preview), ...viewBoundsPreview(made) });
    },
  );

  app.post(
    '/v1/scenarios/:id/launch',
    {
      onRequest: access.need('launch', 'confirmed'),
      schema: {
        tags: ['Alerts'],
        summary: 'Make an alert of a scenario and launch it',
        description:
          'An approved scenario is launched at once, also in the name of its approver. If it is not approved, or nobody ' +
          'would get it, the alert is kept and named in the problem: it can be edited, approved and launched. If the same ' +
          'alert went out a short time ago, the answer is 409 `recently-alerted` with that alert, and `again` passes.',
        params: idInPath,
        headers: idempotencyHeaders.extend(ifMatchHeaders.shape),
        body: launchBody.nullish(),
        response: {
          202: answer('The alert, which goes out. Follow it by its Location.', alertView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'needs-approval',
            'recently-alerted',
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
      const actor = access.actor(request);
      const key = idempotencyKey(request.headers);
      const work = async (since?: number): Promise<Done | Refusal> => {
        const launched = await launcher.launch(id, {
          values,
          asExercise: exercise,
          hash: body.hash,
          again: body.again,
          version,
          breakGlass: body.breakGlass ? body.reason : undefined,
          source: 'api',
          actor,
          // An Idempotency-Key belongs to its token: two tokens may have equal keys.
          key: key === undefined ? undefined : { name: `${access.principal(request).id} ${key}`, since },
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
      return new Refusal('changed-meanwhile', {
        detail: 'The scenario has changed since the version that you saw.',
      });
    case 'recentlyAlerted':
      return refusalOf(launched) ?? new Refusal('internal', {});
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
