import { type States, sumOf } from './figures.ts';

/** What became of messages, in the words of the tables by route and by wave. Each state is in one of them. */
export const OUTCOMES = {
  delivered: ['delivered'],
  accepted: ['sent', 'unconfirmed', 'uncertain'],
  failed: ['undelivered', 'failed', 'expired'],
  withdrawn: ['cancelled'],
  leftOut: ['suppressed'],
  queued: ['queued', 'sending'],
} as const satisfies Readonly<Record<string, readonly (keyof States)[]>>;

export type Outcome = keyof typeof OUTCOMES;

/** Nobody looks for these where there are none. */
const ONLY_IF_ANY: ReadonlySet<Outcome> = new Set(['withdrawn', 'leftOut']);

/** The outcomes that have a column beside these rows. */
export const outcomesIn = (rows: readonly { readonly byState: States }[]): readonly Outcome[] =>
  (Object.keys(OUTCOMES) as readonly Outcome[]).filter(
    (one) => !ONLY_IF_ANY.has(one) || rows.some(({ byState }) => sumOf(byState, OUTCOMES[one]) > 0),
  );
