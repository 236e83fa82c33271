import { z } from 'zod';
import { type ProblemName, problems, problemType } from './problems.ts';

const fieldError = z.strictObject({
  path: z
    .string()
    .meta({ description: 'The field as you wrote it, such as routes[1]; empty: the body as a whole.' }),
  message: z.string(),
});

const problemSchema = z
  .looseObject({
    type: z
      .enum((Object.keys(problems) as ProblemName[]).map(problemType))
      .meta({ description: 'Stable: programs may match on it.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional().meta({ description: 'The X-Request-Id of the request.' }),
    errors: z.array(fieldError).optional().meta({ description: 'Every wrong field.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** The `response` entry of a route for a successful answer. */
export const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** The `response` entry of a route that answers 204. */
export const noContent = (description: string) => z.undefined().meta({ description });

/** The `response` entries of a route for the problems that it may answer with. */
export const problemResponses = (...names: readonly ProblemName[]) => {
  const responses: Record<number, ProblemResponse> = {};
  for (const name of names) {
    const { status, title } = problems[name];
    const before = responses[status];
    const description = `${title} (\`${problemType(name)}\`)`;
    responses[status] = {
      description: before === undefined ? description : `${before.description}; ${description}`,
      content: { 'application/problem+json': { schema: problemSchema } },
    };
  }
  return responses;
};

interface ProblemResponse {
  readonly description: string;
  readonly content: { readonly 'application/problem+json': { readonly schema: typeof problemSchema } };
}
