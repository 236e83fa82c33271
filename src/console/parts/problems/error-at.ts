import { Problem } from '../../api/problem.ts';

/** What the gateway says against one field, such as `word` or `people[0].phone`; undefined: nothing. */
export const errorAt = (error: unknown, path: string): string | undefined =>
  error instanceof Problem ? error.errors.find((one) => one.path === path)?.message : undefined;
