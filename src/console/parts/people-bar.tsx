import type { ReactNode } from 'react';
import { commonWords } from '../words/common.ts';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';

export interface PeopleFigures {
  readonly reached: number;
  /** Sent, and no receipt yet. */
  readonly silent: number;
  readonly notReached: number;
  /** Not sent yet. */
  readonly waiting: number;
}

const ORDER = ['reached', 'silent', 'notReached', 'waiting'] as const;

/** People as one bar with the figures under it: each has its word, and its pattern beside its colour. */
export const PeopleBar = (figures: PeopleFigures): ReactNode => {
  const say = useWords(commonWords);
  const { number } = useFormats();
  const total = ORDER.reduce((sum, key) => sum + figures[key], 0);
  return (
    <div className="people-bar">
      <div className="people-bar-strip" aria-hidden>
        {ORDER.map((key) => (
          <span
            key={key}
            className={`people-bar-part part-${key}`}
            style={{ flexGrow: total === 0 ? 0 : figures[key] }}
          />
        ))}
      </div>
      <dl className="people-bar-figures">
        {ORDER.map((key) => (
          <div key={key}>
            <dt>
              <span className={`people-bar-key part-${key}`} aria-hidden /> {say(key)}
            </dt>
            <dd className="big-figure">{number(figures[key])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
