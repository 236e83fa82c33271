import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../server/problems.ts';
import { parseFields } from './field-errors.ts';

const anything = () => true;

/**
 * Zod for what fastify validates. Header schemas are documentation: validating them would make fastify copy all
 * headers of each request, for the one that `idempotency.ts` reads.
 */
export const validatorCompiler: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  if (httpPart === 'headers') return anything;
  if (!(schema instanceof z.ZodType)) throw new Error(`the ${httpPart} schema is not zod's`);
  return (data: unknown) => {
    const parsed = parseFields(schema, data);
    if (parsed.kind === 'ok') return { value: parsed.value };
    return { error: new Refusal('validation', { errors: parsed.errors }) };
  };
};

/** For routes whose handler reads the body itself; its schema is documentation too. */
export const bodyLeftToHandler: FastifySchemaCompiler<unknown> = (route) =>
  route.httpPart === 'body' ? anything : validatorCompiler(route);
