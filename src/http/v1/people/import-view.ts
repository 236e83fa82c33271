import { z } from 'zod';
import { type ImportJob, type ImportOptions, importStates } from '../../../domain/people/import-job.ts';
import { consents } from '../../../domain/people/membership.ts';
import { isTarget } from '../../../people/import/columns.ts';
import { label } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const mapping = label(200).refine(
  (text) => text.lastIndexOf('=') > 0 && isTarget(text.slice(text.lastIndexOf('=') + 1)),
  'is no header=field, such as Portable=number, Site=attributes.site or Remarks=ignore',
);

export const importQuery = z.strictObject({
  dryRun: flag.optional().meta({ description: 'Only say what would happen; then run it. Left out: false.' }),
  list: z.coerce.number().int().min(1).optional().meta({ description: 'The list that they all join.' }),
  consent: z.enum(consents).optional().meta({
    description:
      'What they said to the list, where the file has no column consent. A refusal that is known stays one.',
  }),
  consentSource: label(500).optional().meta({ description: 'By what the consent can be shown.' }),
  delimiter: z
    .enum([',', ';', '\t', '|'])
    .optional()
    .meta({ description: 'Left out: seen from the first row.' }),
  map: z
    .union([mapping, z.array(mapping).max(200)])
    .optional()
    .meta({
      description:
        'header=field, once for each column whose header does not say it: number, name, language, lat, lon, postalCode, ' +
        'consent, consentSource, consentAt, attributes.… or ignore.',
      examples: [['Portable=number', 'Bâtiment=attributes.building']],
    }),
  others: z.enum(['attributes', 'ignore']).optional().meta({
    description: 'What becomes of columns that are not known. Left out: attributes, by their headers.',
  }),
});

export const jobView = z
  .strictObject({
    id: z.int(),
    state: z.enum(importStates).meta({
      description:
        'checked: a dry run has ended, run it within a day. waiting and running go on after a restart.',
    }),
    dryRun: z.boolean(),
    list: z.int().nullable(),
    octets: z.int(),
    rows: z.int().meta({ description: 'Looked at so far, without the header and empty ones.' }),
    created: z.int(),
    updated: z
      .int()
      .meta({ description: 'In a dry run: rows whose number is known, or came in a row before.' }),
    unchanged: z.int(),
    refused: z.int(),
    errors: z
      .array(z.strictObject({ row: z.int(), column: z.string().nullable(), message: z.string() }))
      .meta({ description: 'What is wrong with the refused rows, the first 1000; row 1 is the header.' }),
    failure: z.string().nullable().meta({ description: 'Why it ended before the end of the file.' }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import' });

export const viewJob = (job: ImportJob): z.output<typeof jobView> => ({
  id: job.id,
  state: job.state,
  dryRun: job.options.dryRun,
  list: job.options.list ?? null,
  octets: job.octets,
  rows: job.rows,
  created: job.created,
  updated: job.updated,
  unchanged: job.unchanged,
  refused: job.refused,
  errors: job.errors.map(({ row, column, message }) => ({ row, column: column ?? null, message })),
  failure: job.failure ?? null,
  createdAt: iso(job.createdAt),
  finishedAt: job.finishedAt === undefined ? null : iso(job.finishedAt),
});

export const optionsOf = (query: z.output<typeof importQuery>): ImportOptions => ({
  dryRun: query.dryRun ?? false,
  list: query.list,
  consent: query.consent ?? 'unknown',
  consentSource: query.consentSource,
  delimiter: query.delimiter,
  columns: Object.fromEntries(
    [query.map ?? []].flat().map((text) => {
      const at = text.lastIndexOf('=');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  ),
  others: query.others ?? 'attributes',
});
