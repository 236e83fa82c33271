import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ImportJob } from '../../../api/people/imports.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { saidInFrench } from './said-in-french.ts';
import { importWords } from './words.ts';

const SHOWN_AT_FIRST = 20;

interface Finding {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

/** Every line that is left out, with its number and the reason; then what may be a mistake. */
export const ImportFindings = ({ job }: { readonly job: ImportJob }): ReactNode => {
  const say = useWords(importWords);
  const { number } = useFormats();
  const counts = Object.entries(job.warningCounts) as [keyof typeof job.warningCounts & string, number][];
  return (
    <>
      {job.errors.length > 0 && (
        <Stack component="section" gap="sm" aria-labelledby="errors">
          <Title order={2} size="h3" id="errors">
            {say('errors')}
          </Title>
          <Text>{say('errorsHint', { count: job.errors.length, n: number(job.errors.length) })}</Text>
          <FindingTable label={say('errors')} findings={job.errors} />
        </Stack>
      )}
      {job.warnings.length > 0 && (
        <Stack component="section" gap="sm" aria-labelledby="warnings">
          <Title order={2} size="h3" id="warnings">
            {say('warnings')}
          </Title>
          <Text>{say('warningsHint')}</Text>
          <Group>
            {counts.map(([kind, n]) => (
              <Light key={kind} tone="warn">
                {say(`w_${kind as 'lines'}`, { n: number(n) })}
              </Light>
            ))}
          </Group>
          <FindingTable label={say('warnings')} findings={job.warnings} />
        </Stack>
      )}
    </>
  );
};

const FindingTable = ({
  label,
  findings,
}: {
  readonly label: string;
  readonly findings: readonly Finding[];
}): ReactNode => {
  const say = useWords(importWords);
  const language = useLanguage();
  const { number } = useFormats();
  const [isWhole, setWhole] = useState(false);
  const shown = (isWhole ? findings : findings.slice(0, SHOWN_AT_FIRST)).map((one, at) => ({ ...one, at }));
  return (
    <>
      <DataTable
        label={label}
        rows={shown}
        rowKey={({ at }) => at}
        columns={[
          { key: 'row', title: say('line'), isFigure: true, cell: ({ row }) => number(row) },
          {
            key: 'column',
            title: say('column'),
            cell: ({ column }) => (column === null ? say('wholeLine') : <Said>{column}</Said>),
          },
          {
            key: 'why',
            title: say('why'),
            cell: ({ message }) => <Said>{language === 'fr' ? saidInFrench(message) : message}</Said>,
          },
        ]}
      />
      {!isWhole && findings.length > SHOWN_AT_FIRST && (
        <Group>
          <Button variant="default" onClick={() => setWhole(true)}>
            {say('more', { n: number(findings.length) })}
          </Button>
        </Group>
      )}
    </>
  );
};
