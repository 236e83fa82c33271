import { z } from 'zod';
import { priorities } from '../../../domain/messages/priority.ts';
import type { FieldError, MessageInput } from '../../../intake/message-input.ts';
import { type Parsed, parseFields } from '../../resource/field-errors.ts';
import { instant, isoDuration, label } from '../../resource/fields.ts';

const DAY_MS = 86_400_000;

// Shapes only: what a number, a sender or a text may be, and which routes there are, is for the intake to say.
const fields = {
  to: z.string().meta({
    description: 'The recipient in E.164, or as written in the country of the configuration.',
    examples: ['+33639980001'],
  }),
  text: z.string().meta({
    description:
      'Sent exactly as it is, never shortened: in one part where it fits, otherwise in up to 255. What no phone could ' +
      'show is refused.',
    examples: ['Crue : montez à l’étage, ne prenez pas la voiture.'],
  }),
  from: z
    .string()
    .optional()
    .meta({
      description:
        'Up to 11 letters and digits, a short code, or a number in E.164. Left out: as configured.',
      examples: ['PREFECTURE'],
    }),
  priority: z.enum(priorities).optional().meta({ description: 'Left out: normal.' }),
  validFor: isoDuration(
    'How long it is worth sending, PT10S to P7D (ISO 8601). Left out: PT24H. Nothing goes out after that.',
    { minMs: 10_000, maxMs: 7 * DAY_MS },
  ).optional(),
  sendAt: instant('Not before this time, at most 366 days ahead. Left out: now.').optional(),
  reference: label(200)
    .optional()
    .meta({
      description: 'Yours, to find the message again.',
      examples: ['flood-2026-117'],
    }),
  onUncertain: z
    .enum(['resend', 'hold'])
    .optional()
    .meta({
      description:
        'What to do when a carrier never answered. resend: by another route, marked possibleDuplicate; hold: never ' +
        'again. Left out: resend for critical, hold for the rest.',
    }),
  transliterate: z.boolean().optional().meta({
    description:
      'Replace characters outside GSM-7 where an honest equivalent exists. The answer shows the text.',
  }),
  flash: z
    .boolean()
    .optional()
    .meta({
      description:
        'Shown at once over everything else, and not kept by the phone (class 0). Where a carrier has no way to say so, an ' +
        'ordinary message. Left out: false.',
    }),
  routes: z
    .array(label(32))
    .min(1)
    .max(32)
    .optional()
    .meta({ description: 'Only by these routes.', examples: [['orange']] }),
} as const;

type FieldName = keyof typeof fields;

export const messageBody = z.strictObject(fields);

type Body = z.output<typeof messageBody>;

// Compiled once: this is the hot path. `strict`: throws here rather than fall back to the slow parser unnoticed.
const compiled = z.compile(messageBody, { strict: true });

const toInput = (body: Body): MessageInput => ({
  to: body.to,
  text: body.text,
  from: body.from,
  priority: body.priority,
  validForMs: body.validFor,
  sendAt: body.sendAt,
  reference: body.reference,
  onUncertain: body.onUncertain,
  transliterate: body.transliterate,
  flash: body.flash,
  routes: body.routes,
});

/**
 * The message that a body asks for, or everything that is wrong with it: what its shape says, and what `check` says
 * of the fields whose shape is good.
 */
export const parseMessage = (data: unknown, check: Check): Parsed<MessageInput> => {
  const parsed = parseFields(compiled, data);
  if (parsed.kind === 'ok') return { kind: 'ok', value: toInput(parsed.value) };
  return { kind: 'invalid', errors: [...parsed.errors, ...check(goodFields(data))] };
};

/** What is wrong with the meaning of some fields. */
export type Check = (input: Partial<MessageInput>) => readonly FieldError[];

const goodFields = (data: unknown): Partial<MessageInput> => {
  if (typeof data !== 'object' || data === null) return {};
  const good: Record<string, unknown> = {};
  for (const name of Object.keys(fields) as FieldName[]) {
    const parsed = fields[name].safeParse((data as Record<string, unknown>)[name]);
    if (parsed.success && parsed.data !== undefined) good[name] = parsed.data;
  }
  const { validFor, ...rest } = good as Partial<Body>;
  return validFor === undefined ? rest : { ...rest, validForMs: validFor };
};
