import { z } from 'zod';
import { MOST_POPULATION_ROWS, type PopulationRow, placeKinds } from '../../../domain/people/reach.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { reachCsv, reachGeoJson } from '../../../people/reach/reach-files.ts';
import type { ReachRow } from '../../../people/reach/reach-rows.ts';
import { firstTwice, readPopulationFile } from '../../../people/reach/read-population.ts';
import { parseFields } from '../../resource/field-errors.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { bodyLeftToHandler } from '../../resource/validation.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { id, postalCode } from './scalar.ts';

const CSV = 'text/csv';
const MAX_OCTETS = 4 * 1024 * 1024;

const living = {
  inhabitants: z.int().min(0).max(1_000_000_000),
  households: z.int().min(0).max(1_000_000_000).optional(),
};
const populationBody = z.strictObject({
  rows: z
    .array(
      z.union([
        z.strictObject({ postalCode, ...living }),
        z.strictObject({ area: id.meta({ description: 'The id of an area.' }), ...living }),
      ]),
    )
    .max(MOST_POPULATION_ROWS)
    .meta({ examples: [[{ postalCode: '31000', inhabitants: 84000, households: 51000 }]] }),
});

const toRow = (row: z.output<typeof populationBody>['rows'][number]): PopulationRow => ({
  ...('postalCode' in row
    ? { kind: 'postalCode', place: row.postalCode }
    : { kind: 'area', place: String(row.area) }),
  inhabitants: row.inhabitants,
  households: row.households,
});

export const reachRowView = z
  .strictObject({
    kind: z.enum(placeKinds),
    place: z.string().meta({ description: 'The postal code, or the id of the area.' }),
    name: z.string().nullable().meta({ description: 'The name of the area.' }),
    inhabitants: z.int().nullable(),
    households: z.int().nullable(),
    contacts: z.int(),
    registered: z.int().meta({
      description: 'Contacts that agreed to a list, or are on an emergency list that they did not refuse.',
    }),
    reachable: z.int().meta({
      description: 'The registered that did not opt out, and whose number is not dead.',
    }),
    share: z.number().nullable().meta({
      description: 'Reachable people of each inhabitant, 0 to 1; null: the inhabitants are not known.',
    }),
  })
  .meta({ id: 'ReachOfPlace' });

export const reachView = pagedView(reachRowView)
  .extend({ countedAt: z.iso.datetime() })
  .meta({ id: 'Reach' });

const view = ({ shape: _, name, inhabitants, households, share, ...row }: ReachRow) => ({
  ...row,
  name: name ?? null,
  inhabitants: inhabitants ?? null,
  households: households ?? null,
  share: share ?? null,
});

/** Routes of how many people can be reached, by place. */
export const reach = (app: App, access: Access, { people, audit }: HttpServices): void => {
  app.register((scope: App, _options, done) => {
    scope.addContentTypeParser(CSV, { parseAs: 'buffer' }, (_request, octets, pass) => pass(null, octets));
    scope.put(
      '/v1/population',
      {
        onRequest: access.need('managePeople'),
        bodyLimit: MAX_OCTETS,
        validatorCompiler: bodyLeftToHandler,
        schema: {
          tags: ['People'],
          summary: 'Replace the numbers of inhabitants, by postal code or area',
          description:
            `Up to ${MOST_POPULATION_ROWS} rows, as JSON or as CSV with the columns postalCode or area (its id), inhabitants ` +
            'and, if known, households; French headers are known too. An area of postal codes without a row of its own has ' +
            'the inhabitants of its codes. If a row is wrong, nothing is replaced.',
          consumes: ['application/json', CSV],
          body: populationBody,
          response: {
            200: answer('The rows are stored.', z.strictObject({ rows: z.int() })),
            ...problemResponses(
              'malformed-json',
              'unauthenticated',
              'forbidden',
              'too-large',
              'unsupported-media-type',
              'validation',
              'store-unavailable',
            ),
          },
        },
      },
      async (request, reply) => {
        const body: unknown = request.body;
        let rows: readonly PopulationRow[];
        if (Buffer.isBuffer(body)) {
          const read = await readPopulationFile(body);
          if (read.kind === 'faults')
            return sendProblem(reply, 'validation', {
              errors: read.faults.map(({ row, message }) => ({ path: `row ${row}`, message })),
            });
          rows = read.rows;
        } else {
          const parsed = parseFields(populationBody, body);
          if (parsed.kind !== 'ok') return sendProblem(reply, 'validation', { errors: parsed.errors });
          rows = parsed.value.rows.map(toRow);
        }
        const twice = firstTwice(rows);
        if (twice !== undefined) {
          const message = `a row before is for ${rows[twice]?.kind} ${rows[twice]?.place} too`;
          return sendProblem(reply, 'validation', { errors: [{ path: `rows[${twice}]`, message }] });
        }
        await people.reach.replacePopulation(rows);
        await audit.record(access.principal(request), 'population.replace', 'population', {
          rows: rows.length,
        });
        return reply.send({ rows: rows.length });
      },
    );
    done();
  });

  app.get(
    '/v1/reach',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'How many people can be reached, by postal code and area',
        description:
          'Places come first where most inhabitants cannot be reached; those whose inhabitants are not known come last. A ' +
          'count is shown for a minute. csv and geojson have all places at once; geojson has the areas with a polygon or ' +
          'a circle. The oldest 500 areas are counted.',
        querystring: z.strictObject({
          by: z.enum(placeKinds).optional().meta({ description: 'Only places of this kind.' }),
          format: z.enum(['json', 'csv', 'geojson']).default('json'),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: {
            description: 'The places.',
            content: {
              'application/json': {
                schema: reachView,
              },
              'text/csv': { schema: z.string() },
              'application/geo+json': { schema: z.looseObject({ type: z.literal('FeatureCollection') }) },
            },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { by, format } = request.query;
      const counted = await people.reach.count();
      const rows = counted.rows.filter(({ kind }) => by === undefined || kind === by);
      if (format === 'csv')
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="reach.csv"')
          .send(reachCsv(rows) as never);
      if (format === 'geojson')
        return reply.type('application/geo+json').send(JSON.stringify(reachGeoJson(rows)) as never);
      const { limit, cursor } = pageOf(request.query);
      const from = Number(cursor ?? 0);
      const next = from + limit < rows.length ? String(from + limit) : null;
      return reply.send({
        countedAt: iso(counted.countedAt),
        items: rows.slice(from, from + limit).map(view),
        next,
      });
    },
  );
};
