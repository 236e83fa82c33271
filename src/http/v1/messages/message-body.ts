import { z } from 'zod';
import { priorities } from '../../../domain/messages/priority.ts';
import type { FieldError, MessageInput } from '../../../intake/message-input.ts';
import { type Parsed, parseFields } from '../../resource/field-errors.ts';
import { instant, isoDuration, label } from '../../resource/fields.ts';

const DAY_MS = 86_400_000;

// The schema checks shapes only. The intake checks numbers, senders, texts and routes.
const fields = {
  to: z.string().meta({
    description: 'The recipient in E.164, or as written in the country of the configuration.',
    examples: ['+33639980001'],
  }),
  text: z.string().meta({
    description:
      'Sent exactly as it is and never shortened: in one part where it fits, otherwise in up to 255. A text that no ' +
      'phone could show is refused.',
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
    'How long the message is worth sending, PT10S to P7D (ISO 8601). Left out: PT24H. Nothing goes out later.',
    { minMs: 10_000, maxMs: 7 * DAY_MS },
  ).optional(),
  sendAt: instant(
    'The message is not sent before this time, at most 366 days ahead. Left out: now.',
  ).optional(),
  reference: label(200)
    .optional()
    .meta({
      description: 'Your own reference, to find the message again.',
      examples: ['flood-2026-117'],
    }),
  onUncertain: z
    .enum(['resend', 'hold'])
    .optional()
    .meta({
      description:
        'What to do when a carrier never answered. resend: send again by another route, marked possibleDuplicate. hold: ' +
        'never send again. Left out: resend for critical messages, hold for all others.',
    }),
  transliterate: z.boolean().optional().meta({
    description:
      'Whether to replace characters outside of GSM-7 by equivalents, where they exist. The answer shows the text.',
  }),
  flash: z
    .boolean()
    .optional()
    .meta({
      description:
        'Whether the phone shows the message at once and does not store it (class 0). By a carrier that has no such class ' +
        'it is an ordinary message. Left out: false.',
    }),
  routes: z
    .array(label(32))
    .min(1)
    .max(32)
    .optional()
    .meta({
      description: 'The only routes that may carry the message. Left out: as the plan says.',
      examples: [['orange']],
    }),
} as const;

type FieldName = keyof typeof fields;

export const messageBody = z.strictObject(fields);

type Body = z.output<typeof messageBody>;

// Compiled once, since every message is parsed by it. `strict` throws here instead of using a slow parser unnoticed.
const compiled = z.compile(messageBody, { strict: true });

/** The type demands every field of `MessageInput`: a field that is left out here would be accepted and lost. */
const toInput = (body: Body): { readonly [K in keyof MessageInput]-?: MessageInput[K] } => ({
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
 * The message that a body asks for, or all its errors: those of its shape, and those that `check` finds in the fields
 * whose shape is good.
 */
export const parseMessage = (data: unknown, check: Check): Parsed<MessageInput> => {
  const parsed = parseFields(compiled, data);
  if (parsed.kind === 'ok') return { kind: 'ok', value: toInput(parsed.value) };
  return { kind: 'invalid', errors: [...parsed.errors, ...check(goodFields(data))] };
};

/** Finds errors in the meaning of the given fields. */
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
