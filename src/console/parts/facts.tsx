import type { ReactNode } from 'react';

export interface FactRow {
  readonly term: string;
  /** null, undefined and false: the row is left out. */
  readonly value: ReactNode;
}

/** Terms and values under each other, aligned. */
export const Facts = ({ facts }: { readonly facts: readonly FactRow[] }): ReactNode => (
  <dl className="facts">
    {facts
      .filter(({ value }) => value !== null && value !== undefined && value !== false)
      .map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
