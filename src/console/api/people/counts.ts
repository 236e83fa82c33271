import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Rule } from '../../../domain/people/rule.ts';
import type { audienceBody } from '../../../http/v1/people/audience-body.ts';
import type { countView, ruleCountView } from '../../../http/v1/people/audiences.ts';
import { ask } from '../client.ts';

export type Audience = z.input<typeof audienceBody>;

/** A screen that counts while somebody draws asks once they rest. */
const REST_MS = 250;

/** Resolves after the rest; rejects if what is asked is out of date before. */
const rest = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, REST_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** How many people an audience has; asked a moment later, and given up when another is asked for. */
export const audienceCountQuery = (audience: Audience) =>
  queryOptions({
    queryKey: ['counts', 'audience', audience],
    queryFn: async ({ signal }) => {
      await rest(signal);
      return ask<typeof countView>('/v1/audiences/count', { method: 'POST', body: { audience }, signal });
    },
  });

export const ruleCountQuery = (rule: Rule) =>
  queryOptions({
    queryKey: ['counts', 'rule', rule],
    queryFn: async ({ signal }) => {
      await rest(signal);
      return ask<typeof ruleCountView>('/v1/rules/count', { method: 'POST', body: { rule }, signal });
    },
  });
