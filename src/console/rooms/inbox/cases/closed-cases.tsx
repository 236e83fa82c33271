import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Case, casesQuery } from '../../../api/inbox/cases.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { Caller } from './case-facts.tsx';
import { outcomeKey } from './history-line.ts';
import { casesWords } from './words.ts';

/** The cases that are over, newest first. */
export const ClosedCases = ({ empty }: { readonly empty: ReactNode }): ReactNode => {
  const say = useWords(casesWords);
  const sayCommon = useWords(commonWords);
  const { moment } = useFormats();
  const found = useInfiniteQuery(casesQuery('closed'));
  const columns: readonly Column<Case>[] = [
    {
      key: 'case',
      title: say('when'),
      cell: ({ id, closedAt, openedAt }) => (
        <Link href={`/inbox/cases/${id}`} className="closed-link figures">
          {moment(closedAt ?? openedAt)}
        </Link>
      ),
    },
    { key: 'person', title: say('person'), cell: (one) => <Caller of={one} /> },
    {
      key: 'words',
      title: say('words'),
      cell: ({ text }) => (
        <span className="one-line">
          <Said>{text}</Said>
        </span>
      ),
    },
    { key: 'outcome', title: say('outcome'), cell: ({ outcome }) => say(outcomeKey(outcome)) },
    { key: 'by', title: say('by'), cell: ({ holder }) => <Said>{holder ?? '–'}</Said> },
  ];
  return (
    <Loaded of={found}>
      {({ pages }) => {
        const rows = pages.flatMap(({ items }) => items);
        if (rows.length === 0) return empty;
        return (
          <>
            <DataTable label={say('closedTitle')} columns={columns} rows={rows} rowKey={({ id }) => id} />
            {found.hasNextPage && (
              <Button variant="default" onClick={() => void found.fetchNextPage()}>
                {sayCommon('more')}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
};
