import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { isNumberCursor } from '../../../kernel/page.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { runView, viewRun } from './drill-view.ts';

const tags = ['Drills'];
const noDrill = { detail: 'There is no such drill.' };

/** The largest number of runs of a page: a run may have 1,600 messages. */
const MOST_RUNS = 20;

const query = pageQuery(isNumberCursor);
const runsQuery = {
  ...query,
  limit: query.limit
    .unwrap()
    .default(10)
    .meta({ description: `A page has at most ${MOST_RUNS} runs.` }),
};

const runInPath = idInPath.extend({ run: idInPath.shape.id });

/** Routes to run a drill now, and to read its runs. */
export const drillRuns = (
  app: App,
  access: Access,
  once: Once,
  { drills: { repository, service } }: HttpServices,
): void => {
  app.post(
    '/v1/drills/:id/run',
    {
      onRequest: access.need('launch', 'confirmed'),
      schema: {
        tags,
        summary: 'Run a drill now',
        description: 'Also a drill that is not enabled. Follow the run by its Location.',
        params: idInPath,
        headers: idempotencyHeaders,
        response: {
          202: answer('The run and its messages are on disk.', runView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'drill-running',
            'idempotency-in-doubt',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
            'shutting-down',
          ),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const { id } = request.params;
        const begun = await service.run(id, access.actor(request));
        if ('kind' in begun) {
          if (begun.kind === 'unknown') return new Refusal('not-found', noDrill);
          return new Refusal('drill-running', {
            detail: `Run ${begun.run} is not finished.`,
            members: { run: begun.run },
          });
        }
        const note = { action: 'drill.run', subject: `drill:${id}`, detail: { run: begun.id } };
        return { status: 202, location: `/v1/drills/${id}/runs/${begun.id}`, body: viewRun(begun), note };
      }),
  );

  const unknown = (reply: FastifyReply, detail: string) => sendProblem(reply, 'not-found', { detail });

  app.get(
    '/v1/drills/:id/runs',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags,
        summary: 'List the runs of a drill, newest first',
        description: 'With results by route and number. A missed run is not repeated.',
        params: idInPath,
        querystring: z.strictObject(runsQuery),
        response: {
          200: answer('A page of runs.', pagedView(runView)),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await repository.get(id)) === undefined) return unknown(reply, noDrill.detail);
      const page = pageOf(request.query);
      const { items, next } = await service.runs(id, { ...page, limit: Math.min(page.limit, MOST_RUNS) });
      return reply.send({ items: items.map(viewRun), next: next ?? null });
    },
  );

  app.get(
    '/v1/drills/:id/runs/:run',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags,
        summary: 'One run of a drill',
        params: runInPath,
        response: {
          200: answer('The run as it is now.', runView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const run = await service.runOf(request.params.id, request.params.run);
      return run === undefined
        ? unknown(reply, 'There is no such run of this drill.')
        : reply.send(viewRun(run));
    },
  );
};
