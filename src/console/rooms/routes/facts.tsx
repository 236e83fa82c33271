import type { ReactNode } from 'react';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';

export interface Fact {
  readonly name: string;
  /** null: not known. */
  readonly value: ReactNode;
  readonly isBig?: boolean;
}

/** Names with their values; what is not known says so. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }): ReactNode => {
  const say = useWords(commonWords);
  return (
    <dl className="route-facts">
      {facts.map(({ name, value, isBig }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={isBig ? 'big-figure' : undefined}>
            {value === null ? <span className="quiet">{say('notKnown')}</span> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
};
