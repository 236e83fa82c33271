import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Said } from '../../../parts/said.tsx';
import { useLanguageName } from '../../../parts/text-editor/language-name.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import type { Change } from '../logic/changes.ts';
import { checkWords } from './words.ts';

interface Props {
  readonly label: string;
  readonly changes: readonly Change[];
  readonly before: string;
  readonly now: string;
}

const COUNTS = ['people', 'suppressed', 'parts'];

/** What was, and what is, beside each other. */
export const Differences = ({ label, changes, before, now }: Props): ReactNode => {
  const say = useWords(checkWords);
  const { number } = useFormats();
  const nameOf = useLanguageName();
  const shown = (what: Change['what'], value: string): ReactNode => {
    if (COUNTS.includes(what)) return <strong className="figures">{number(Number(value))}</strong>;
    return value === '' ? <Text c="var(--quiet)">{say('none')}</Text> : <Said>{value}</Said>;
  };
  return (
    <Table aria-label={label} className="differences">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{say('what')}</Table.Th>
          <Table.Th scope="col">{before}</Table.Th>
          <Table.Th scope="col">{now}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => (
          <Table.Tr key={`${change.what} ${change.language ?? ''}`}>
            <Table.Th scope="row">
              {change.what === 'text'
                ? say('c_text', { language: nameOf(change.language ?? 'und') })
                : say(`c_${change.what}`)}
            </Table.Th>
            <Table.Td>{shown(change.what, change.before)}</Table.Td>
            <Table.Td>{shown(change.what, change.now)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};
