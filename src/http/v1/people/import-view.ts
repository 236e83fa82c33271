import { z } from 'zod';
import { isTarget } from '../../../domain/people/import-columns.ts';
import {
  type ImportJob,
  type ImportOptions,
  importStates,
  warningKinds,
} from '../../../domain/people/import-job.ts';
import { consents } from '../../../domain/people/membership.ts';
import { encodingNamed } from '../../../kernel/encoding/encodings.ts';
import { label } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const mapping = label(200).refine(
  (text) => text.lastIndexOf('=') > 0 && isTarget(text.slice(text.lastIndexOf('=') + 1)),
  'is no header=field, such as Portable=number, Site=attributes.site or Remarks=ignore',
);

const encoding = z.string().transform((text, context) => {
  const named = encodingNamed(text);
  if (named !== undefined) return named;
  context.addIssue({ code: 'custom', message: 'is no encoding of the WHATWG, such as windows-1252' });
  return z.NEVER;
});

export const importQuery = z.strictObject({
  dryRun: flag
    .optional()
    .meta({ description: 'Only check the file; `run` takes it in afterwards. Left out: false.' }),
  list: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The list that all contacts of the file join.' }),
  consent: z.enum(consents).optional().meta({
    description:
      'The consent to the list, where the file has no column consent. A known refusal is not replaced.',
  }),
  consentSource: label(500).optional().meta({ description: 'The proof of the consent.' }),
  encoding: encoding.optional().meta({
    description:
      'The encoding of the file, by a label of the WHATWG. Left out: its byte order mark tells, or it is UTF-8, or ' +
      'it is guessed, which is said in a warning.',
    examples: ['windows-1252'],
  }),
  delimiter: z
    .enum([',', ';', '\t', '|'])
    .optional()
    .meta({ description: 'Left out: recognised from the first row.' }),
  map: z
    .union([mapping, z.array(mapping).max(200)])
    .optional()
    .meta({
      description:
        'header=field, once for each column whose header is not its field: number, name, language, lat, lon, postalCode, ' +
        'consent, consentSource, consentAt, attributes.… or ignore.',
      examples: [['Portable=number', 'Bâtiment=attributes.building']],
    }),
  others: z.enum(['attributes', 'ignore']).optional().meta({
    description: 'What to do with unknown columns. Left out: they become attributes, named by their headers.',
  }),
});

export const jobView = z
  .strictObject({
    id: z.int(),
    state: z.enum(importStates).meta({
      description:
        'checked: a dry run has ended, and can be run within a day. waiting and running go on after a restart.',
    }),
    dryRun: z.boolean(),
    list: z.int().nullable(),
    octets: z.int(),
    rows: z.int().meta({ description: 'Rows that were read so far, without the header and empty rows.' }),
    created: z.int(),
    updated: z
      .int()
      .meta({ description: 'In a dry run: rows whose number is known already, or is in an earlier row.' }),
    unchanged: z.int(),
    refused: z.int(),
    errors: z
      .array(z.strictObject({ row: z.int(), column: z.string().nullable(), message: z.string() }))
      .meta({ description: 'The errors of the refused rows, at most 1000; row 1 is the header.' }),
    encoding: z
      .string()
      .nullable()
      .meta({ description: 'The encoding in which the file is read; null before it is known.' }),
    warnings: z
      .array(
        z.strictObject({
          row: z.int(),
          column: z.string().nullable(),
          kind: z.enum(warningKinds),
          message: z.string(),
        }),
      )
      .meta({
        description:
          'What may be a mistake in rows that are taken in, at most 1000. encoding: it was guessed. lines: a cell has ' +
          'several lines. language: BCP 47 has none such. position: latitude and longitude may be swapped. number: it ' +
          'may get no SMS.',
      }),
    warningCounts: z
      .partialRecord(z.enum(warningKinds), z.int())
      .meta({ description: 'How many warnings of each kind there are, also those that are not listed.' }),
    failure: z.string().nullable().meta({ description: 'Why the import ended before the end of the file.' }),
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
  encoding: job.encoding ?? null,
  warnings: job.warnings.map(({ row, column, kind, message }) => ({
    row,
    column: column ?? null,
    kind,
    message,
  })),
  warningCounts: { ...job.warningCounts },
  failure: job.failure ?? null,
  createdAt: iso(job.createdAt),
  finishedAt: job.finishedAt === undefined ? null : iso(job.finishedAt),
});

export const optionsOf = (query: z.output<typeof importQuery>): ImportOptions => ({
  dryRun: query.dryRun ?? false,
  list: query.list,
  consent: query.consent ?? 'unknown',
  consentSource: query.consentSource,
  encoding: query.encoding,
  delimiter: query.delimiter,
  columns: Object.fromEntries(
    [query.map ?? []].flat().map((text) => {
      const at = text.lastIndexOf('=');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  ),
  others: query.others ?? 'attributes',
});
