import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { MAX_FILE_OCTETS } from '../../../people/import/imports.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { bodyLeftToHandler } from '../../resource/validation.ts';
import type { Access } from '../../server/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { importQuery, jobView, optionsOf, viewJob } from './import-view.ts';
import { idInPath } from './scalar.ts';

const CSV = 'text/csv';

/** Files of contacts, checked first if so wished, then taken in beside everything else. */
export const imports = (app: App, access: Access, once: Once, { people, audit }: HttpServices): void => {
  const show = async (id: number, reply: FastifyReply): Promise<void> => {
    const job = await people.imports.get(id);
    if (job === undefined) sendProblem(reply, 'not-found', { detail: 'There is no such import.' });
    else reply.send(viewJob(job));
  };

  app.register((scope: App, _options, done) => {
    scope.addContentTypeParser(CSV, (_request, payload, pass) => pass(null, payload));
    scope.post(
      '/v1/imports',
      {
        onRequest: access.need('managePeople'),
        validatorCompiler: bodyLeftToHandler,
        schema: {
          tags: ['People'],
          summary: 'Import contacts from a CSV file',
          description:
            'The file is the body: UTF-8, at most 256 MiB, its first row the headers. It is on disk when this answers, ' +
            'and taken in as a job: follow it. Rows of one number are one contact; what a cell does not say stays as it ' +
            'was. A row with an error is left out and told by its number.',
          consumes: [CSV],
          headers: idempotencyHeaders,
          querystring: importQuery,
          body: z
            .string()
            .meta({ examples: ['number,name,language,building\n+33639980001,A. Person,fr,B\n'] }),
          response: {
            202: answer('The file is on disk; Location is where to follow it.', jobView),
            ...problemResponses(
              'malformed-request',
              'unauthenticated',
              'forbidden',
              'not-found',
              'idempotency-in-doubt',
              'too-large',
              'unsupported-media-type',
              'validation',
              'idempotency-conflict',
              'store-unavailable',
            ),
          },
        },
      },
      async (request, reply) => {
        const body: unknown = request.body;
        if (!isStream(body)) {
          sendProblem(reply, 'unsupported-media-type', { detail: `Send a body of ${CSV}.` });
          return;
        }
        try {
          const options = optionsOf(request.query);
          if (options.list !== undefined && (await people.lists.get(options.list)) === undefined) {
            sendProblem(reply, 'not-found', { detail: 'There is no such list.' });
            return;
          }
          // The stream stays open when reading ends early: on a destroyed one nothing could be answered.
          const received = await people.imports.receive(options, body.iterator({ destroyOnReturn: false }));
          if (received.kind === 'tooLarge') {
            sendProblem(reply, 'too-large', { detail: `A file has at most ${MAX_FILE_OCTETS} octets.` });
            return;
          }
          const { id, digest } = received;
          let begun = false;
          const begin = async () => {
            begun = true;
            const { dryRun, list } = options;
            await audit.record(access.principal(request), 'import.begin', `import:${id}`, { dryRun, list });
            await people.imports.begin(id);
            const job = await people.imports.get(id);
            if (job === undefined) return new Refusal('not-found', { detail: 'There is no such import.' });
            return { status: 202, location: `/v1/imports/${id}`, body: viewJob(job) } as const;
          };
          await once.answer(request, reply, begin, { digest });
          if (!begun) await people.imports.discard(id);
        } finally {
          // What nobody reads any more must pass, or the client never comes to read the answer.
          body.resume();
        }
      },
    );
    done();
  });

  app.get(
    '/v1/imports',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'List imports, newest first',
        querystring: z.strictObject(pageQuery((text) => /^[1-9][0-9]{0,14}$/.test(text))),
        response: {
          200: answer('A page of imports.', pagedView(jobView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await people.imports.list(pageOf(request.query));
      return reply.send({ items: items.map(viewJob), next: next ?? null });
    },
  );

  app.get(
    '/v1/imports/:id',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'One import, how far it is, and which rows were refused',
        params: idInPath,
        response: {
          200: answer('The import.', jobView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    (request, reply) => show(request.params.id, reply),
  );

  app.post(
    '/v1/imports/:id/run',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Take in what a dry run has checked',
        params: idInPath,
        response: {
          202: answer('It has begun; its counts begin anew.', jobView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'not-found',
            'not-checked',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const run = await people.imports.run(id);
      if (run === 'begun') await audit.record(access.principal(request), 'import.run', `import:${id}`);
      if (run === 'notChecked')
        sendProblem(reply, 'not-checked', { detail: 'Only what is in the state checked can be run.' });
      else await show(id, reply.code(202));
    },
  );
};

const isStream = (body: unknown): body is IncomingMessage =>
  typeof body === 'object' && body !== null && 'iterator' in body;
