import { Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useWords } from '../../words/i18n.ts';
import type { Changed } from './lines.ts';
import { wordDiff } from './word-diff.ts';
import { differenceWords } from './words.ts';
import './difference.css';

/** What changed, word by word: underlined is what was put in, struck out what was taken out. */
export const Difference = ({ changes }: { readonly changes: readonly Changed[] }): ReactNode => {
  const say = useWords(differenceWords);
  if (changes.length === 0) return <Text c="var(--quiet)">{say('same')}</Text>;
  return (
    <dl className="difference">
      {changes.map(({ key, label, before, after }) => (
        <div key={key}>
          <dt>
            <bdi>{label}</bdi>
          </dt>
          <dd>
            {wordDiff(before, after).map(({ kind, text }, index) => {
              const id = `${index}-${kind}`;
              if (kind === 'same') return <Fragment key={id}>{text}</Fragment>;
              const Mark = kind === 'in' ? 'ins' : 'del';
              return (
                <Mark key={id}>
                  <span className="seen-by-readers-only">{say(kind === 'in' ? 'added' : 'removed')} </span>
                  <bdi>{text}</bdi>
                </Mark>
              );
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
};
