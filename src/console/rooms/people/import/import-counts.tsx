import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ImportJob } from '../../../api/people/imports.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { importWords } from './words.ts';

/** The figures of a file. A check can't tell what will be unchanged, so it doesn't say so. */
export const ImportCounts = ({ job }: { readonly job: ImportJob }): ReactNode => {
  const say = useWords(importWords);
  const { number } = useFormats();
  const figures =
    job.state === 'checked'
      ? [
          { label: say('willBeNew'), value: job.created },
          { label: say('areKnown'), value: job.updated },
          { label: say('leftOut'), value: job.refused },
        ]
      : [
          { label: say('wereNew'), value: job.created },
          { label: say('wereChanged'), value: job.updated },
          { label: say('wereSame'), value: job.unchanged },
          { label: say('leftOut'), value: job.refused },
        ];
  return (
    <>
      <dl className="counts">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="big-figure">{number(value)}</dd>
          </div>
        ))}
      </dl>
      {job.state === 'checked' && job.updated > 0 && <Text c="var(--quiet)">{say('knownHint')}</Text>}
      {job.encoding !== null && job.encoding !== 'utf-8' && (
        <Text c="var(--quiet)">{say('encoding', { encoding: job.encoding })}</Text>
      )}
    </>
  );
};
