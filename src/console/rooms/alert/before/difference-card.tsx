import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertPreview } from '../../../api/alerts/alerts.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useLanguageName } from '../language-name.ts';
import { differenceWords } from '../words/difference-words.ts';
import { differenceOf } from './difference.ts';

interface Props {
  readonly seen: AlertPreview;
  readonly now: AlertPreview;
}

/** What somebody saw beside what would go out now. */
export const DifferenceCard = ({ seen, now }: Props): ReactNode => {
  const say = useWords(differenceWords);
  const languageName = useLanguageName();
  const { number } = useFormats();
  const changes = differenceOf(seen, now, number);
  return (
    <section className="card alert-next" role="alert" aria-labelledby="alert-changed">
      <h2 id="alert-changed">{say('changed')}</h2>
      <Text>{say('changedHint')}</Text>
      {changes.length === 0 ? (
        <Text fw={600}>{say('changedNone')}</Text>
      ) : (
        <DataTable
          label={say('changed')}
          rows={changes}
          rowKey={({ what, of }) => `${what} ${of ?? ''}`}
          columns={[
            {
              key: 'what',
              title: say('changedWhat'),
              cell: ({ what, of }) => (
                <b>{say(`change_${what}`, { language: of === undefined ? '' : languageName(of) })}</b>
              ),
            },
            { key: 'was', title: say('was'), cell: ({ before }) => <Said>{before}</Said> },
            {
              key: 'now',
              title: say('isNow'),
              cell: ({ now: after }) => (
                <strong>
                  <Said>{after}</Said>
                </strong>
              ),
            },
          ]}
        />
      )}
    </section>
  );
};
