import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { DataTable } from '../../../parts/data-table.tsx';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import type { Chosen } from './choose-file.tsx';
import { targets as fields, targetOfHeader } from './mapping.ts';
import { importWords } from './words.ts';

interface Props extends Pick<Chosen, 'headers' | 'samples'> {
  readonly targets: readonly string[];
  readonly onChange: (targets: readonly string[]) => void;
}

const OWN = 'attributes.';

/** What each column of the file is: as the gateway would read it, until the person says otherwise. */
export const ColumnTable = ({ headers, samples, targets, onChange }: Props): ReactNode => {
  const say = useWords(importWords);
  const choices = (header: string) => {
    const found = targetOfHeader(header);
    const own = found.startsWith(OWN)
      ? found.slice(OWN.length)
      : header.replaceAll(/[^\p{L}\p{N}_-]+/gu, '_');
    const ownField = /^[\p{L}\p{N}]/u.test(own)
      ? [{ value: OWN + own, label: say('t_own', { name: own }) }]
      : [];
    return [...fields.map((value) => ({ value, label: say(`t_${value}`) })), ...ownField];
  };
  return (
    <DataTable
      label={say('columns')}
      rows={headers.map((header, at) => ({ header, at }))}
      rowKey={({ at }) => at}
      columns={[
        {
          key: 'column',
          title: say('column'),
          cell: ({ header }) => (
            <b>
              <Said>{header}</Said>
            </b>
          ),
        },
        {
          key: 'example',
          title: say('example'),
          cell: ({ at }) => (
            <Said>
              {samples
                .map((row) => row[at] ?? '')
                .filter(Boolean)
                .join(' · ') || '–'}
            </Said>
          ),
        },
        {
          key: 'means',
          title: say('means'),
          cell: ({ header, at }) => (
            <Select
              aria-label={say('meansOf', { header })}
              data={choices(header)}
              value={targets[at] ?? 'ignore'}
              allowDeselect={false}
              onChange={(value) =>
                onChange(targets.map((one, index) => (index === at ? (value ?? one) : one)))
              }
            />
          ),
        },
      ]}
    />
  );
};
