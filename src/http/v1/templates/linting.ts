import { z } from 'zod';
import { templateCategories } from '../../../domain/templates/template-library.ts';
import { pagedView } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { contentBody, findingView, valuesBody } from './content-body.ts';
import { viewContent, viewFinding } from './content-view.ts';

export const libraryView = pagedView(
  z
    .strictObject({
      id: z.string().meta({ examples: ['flood'] }),
      category: z.enum(templateCategories),
      title: z.strictObject({ fr: z.string(), en: z.string() }),
      content: contentBody,
    })
    .meta({ id: 'LibraryTemplate' }),
);

const lintBody = z.strictObject({
  content: contentBody,
  values: valuesBody.optional(),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'is no language in lower case, such as fr'))
    .max(50)
    .optional()
    .meta({
      description: 'Languages that the content should have, such as those of the audience.',
      examples: [['fr', 'en']],
    }),
});

/** Routes of the built-in templates and of the linter. They store nothing. */
export const linting = (app: App, access: Access, { templates: service }: HttpServices): void => {
  app.get(
    '/v1/templates/library',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the crisis templates that come with the product',
        description: 'In French and English, each with a short variant of one part. Copy one and adapt it.',
        response: {
          200: answer('All of them.', libraryView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    (_request, reply) => {
      const items = service.library.map((one) => ({ ...one, content: viewContent(one.content) }));
      reply.send({ items, next: null });
    },
  );

  app.post(
    '/v1/templates/lint',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alerts'],
        summary: 'Check a content for errors and warnings',
        description:
          'A content with an error can not be stored in a template or scenario, nor be sent. Errors: open braces, unknown ' +
          'placeholders or ones without fallback, a short variant of more than one part, "this is not a drill". Warnings: ' +
          'missing slots (source, hazard, place, action, time), an action that comes late, parts and encoding at the ' +
          'longest values, missing languages, link shorteners, capitals. Nothing is stored.',
        body: lintBody,
        response: {
          200: answer('The findings, errors first.', z.strictObject({ findings: z.array(findingView) })),
          ...problemResponses('malformed-json', 'unauthenticated', 'forbidden', 'too-large', 'validation'),
        },
      },
    },
    (request, reply) => {
      const { content, values, languages } = request.body;
      reply.send({ findings: service.lint(content, { values, languages }).map(viewFinding) });
    },
  );
};
