import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../server/problems.ts';
import { parseFields } from './field-errors.ts';
import { type ReadNumber, readingNumbers } from './numbers.ts';

const anything = () => true;

/**
 * Lets fastify validate with zod. Header schemas only document: to validate them, fastify would copy all headers of
 * each request, for the sake of the few that `idempotency.ts` and `etag.ts` read.
 */
const validatorCompiler: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  if (httpPart === 'headers') return anything;
  if (!(schema instanceof z.ZodType)) throw new Error(`the ${httpPart} schema is not zod's`);
  return (data: unknown) => {
    const parsed = parseFields(schema, data);
    if (parsed.kind === 'ok') return { value: parsed.value };
    return { error: new Refusal('validation', { errors: parsed.errors }) };
  };
};

/** The same, with numbers as `read` reads them. */
export const validating =
  (read: ReadNumber): FastifySchemaCompiler<unknown> =>
  (route) => {
    const validate = validatorCompiler(route);
    return (data: unknown) => readingNumbers(read, () => validate(data));
  };

/** For routes whose handler reads the body itself: there the schema of the body only documents. */
export const bodyLeftToHandler: FastifySchemaCompiler<unknown> = (route) =>
  route.httpPart === 'body' ? anything : validatorCompiler(route);
