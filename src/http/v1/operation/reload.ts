import { z } from 'zod';
import type { ReloadChanges } from '../../../domain/operation/reload.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

const changesView = z
  .strictObject({
    routes: z.strictObject({
      added: z.array(z.string()),
      removed: z.array(z.string()).meta({
        description:
          'They take nothing more, and end once what they have in flight is answered, within 10 s.',
      }),
      changed: z.array(
        z.strictObject({
          id: z.string(),
          fields: z
            .array(z.string())
            .meta({ description: 'The names of the changed settings, never their values.' }),
          how: z.enum(['adapted', 'restarted']).meta({
            description: 'adapted: its session or its modem goes on; restarted: it ends and is started anew.',
          }),
        }),
      ),
    }),
    plan: z.boolean().meta({ description: 'Whether queued messages are planned anew.' }),
    tls: z.boolean().meta({ description: 'Whether the API shows another certificate to new connections.' }),
    needsRestart: z.array(z.string()).meta({
      description: 'The changed settings that only a restart of the gateway takes over.',
    }),
  })
  .meta({ id: 'ReloadChanges' });

export const reloadView = z
  .strictObject({ dryRun: z.boolean(), changes: changesView })
  .meta({ id: 'Reload' });

const errorView = z.strictObject({ path: z.string(), message: z.string() });

export const lastView = z
  .strictObject({
    running: z.boolean(),
    last: z
      .strictObject({
        at: z.iso.datetime(),
        by: z.string().meta({ description: 'SIGHUP, or who asked by the API.' }),
        refused: z.array(errorView).nullable().meta({
          description: 'The errors for which nothing was changed; null: it was taken over.',
        }),
        changes: changesView.nullable(),
      })
      .nullable()
      .meta({ description: 'null: there was none since the start.' }),
  })
  .meta({ id: 'LastReload' });

const viewChanges = ({
  added,
  removed,
  changed,
  plan,
  tls,
  needsRestart,
}: ReloadChanges): z.output<typeof changesView> => ({
  routes: {
    added: [...added],
    removed: [...removed],
    changed: changed.map(({ id, fields, how }) => ({ id, fields: [...fields], how })),
  },
  plan,
  tls,
  needsRestart: [...needsRestart],
});

/** Routes to have the configuration read again, and to see how that went. */
export const reload = (app: App, access: Access, { reloader }: HttpServices): void => {
  app.post(
    '/v1/reload',
    {
      onRequest: access.need('reloadConfig', 'confirmed'),
      schema: {
        tags: ['Operation'],
        summary: 'Read the configuration again',
        description:
          'Routes, the plan and the certificate of the API change without a restart; `needsRestart` names what does ' +
          'not. A configuration with an error changes nothing. The answer comes when removed and restarted routes ' +
          'have ended, after 10 s at most.',
        body: z
          .strictObject({
            dryRun: z
              .boolean()
              .optional()
              .meta({ description: 'true: only says what would change, and changes nothing.' }),
          })
          .nullish(),
        response: {
          200: answer('What was changed, or with `dryRun` would be.', reloadView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'reload-running',
            'configuration-refused',
            'validation',
            'store-unavailable',
            'shutting-down',
          ),
        },
      },
    },
    async (request, reply) => {
      const dryRun = request.body?.dryRun === true;
      if (reloader.isRunning)
        return sendProblem(reply, 'reload-running', { detail: 'Wait for the reload that is under way.' });
      const verdict = await reloader.reload(access.actor(request), dryRun);
      if (verdict.kind === 'refused')
        return sendProblem(reply, 'configuration-refused', {
          detail: 'Nothing was changed.',
          errors: verdict.errors,
        });
      return reply.status(200).send({ dryRun, changes: viewChanges(verdict.changes) });
    },
  );

  app.get(
    '/v1/reload',
    {
      onRequest: access.need('reloadConfig'),
      schema: {
        tags: ['Operation'],
        summary: 'How the last reload of the configuration went',
        response: {
          200: answer('The last reload by the API or by SIGHUP.', lastView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => {
      const { last, isRunning } = reloader;
      const shown = last && {
        at: iso(last.at),
        by: last.actor,
        refused: last.refused?.map(({ path, message }) => ({ path, message })) ?? null,
        changes: last.changes === undefined ? null : viewChanges(last.changes),
      };
      return reply.send({ running: isRunning, last: shown ?? null });
    },
  );
};
