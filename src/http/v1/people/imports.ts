import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { acting } from '../../../kernel/acts/acting.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { MAX_FILE_OCTETS } from '../../../people/import/imports.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { bodyLeftToHandler } from '../../resource/validation.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { importQuery, jobView, optionsOf, viewJob } from './import-view.ts';
import { idInPath } from './scalar.ts';

const CSV = 'text/csv';

/** Routes to import files of contacts: a job checks or stores them in the background. */
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
            'The body is the file: CSV in any encoding, at most 256 MiB, with a header row. It is on disk when the answer comes, and a ' +
            'job imports it; follow the job by its Location. Rows with one number are one contact. An empty cell leaves ' +
            'its field unchanged. A row with an error is left out, and listed by its number.',
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
          // By default the iterator destroys the stream if reading ends early, and then no answer could be sent.
          const pieces = body.iterator({ destroyOnReturn: false });
          // To receive the file changes nothing yet: a key is free again if the import could not begin.
          const received = await acting(undefined, () => people.imports.receive(options, pieces));
          if (received.kind === 'tooLarge') {
            sendProblem(reply, 'too-large', { detail: `A file has at most ${MAX_FILE_OCTETS} octets.` });
            return;
          }
          const { id, digest } = received;
          let begun = false;
          const begin = async () => {
            begun = true;
            const { dryRun, list } = options;
            await audit.record(access.actor(request), 'import.begin', `import:${id}`, { dryRun, list });
            await people.imports.begin(id);
            const job = await people.imports.get(id);
            if (job === undefined) return new Refusal('not-found', { detail: 'There is no such import.' });
            return { status: 202, location: `/v1/imports/${id}`, body: viewJob(job) } as const;
          };
          await once.answer(request, reply, begin, { digest });
          if (!begun) await people.imports.discard(id);
        } finally {
          // The rest of the body is read and thrown away: otherwise the client never gets to read the answer.
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
        summary: 'List imports, newest first, each with its first twenty errors and warnings',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
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
        summary: 'One import, with its progress and its refused rows',
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
        summary: 'Run an import that a dry run has checked',
        params: idInPath,
        response: {
          202: answer('The import has begun; its counts begin at 0.', jobView),
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
      if (run === 'begun') await audit.record(access.actor(request), 'import.run', `import:${id}`);
      if (run === 'notChecked')
        sendProblem(reply, 'not-checked', { detail: 'Only what is in the state checked can be run.' });
      else await show(id, reply.code(202));
    },
  );
};

const isStream = (body: unknown): body is IncomingMessage =>
  typeof body === 'object' && body !== null && 'iterator' in body;
