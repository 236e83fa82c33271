import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PageOf } from '../../../api/client.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useWords } from '../../../words/i18n.ts';
import { messagesWords } from './words.ts';

interface Props<Row> {
  readonly label: string;
  readonly of: UseInfiniteQueryResult<InfiniteData<PageOf<Row>>>;
  readonly columns: readonly Column<Row>[];
  /** Shown where there is nothing at all. */
  readonly empty: ReactNode;
}

/** A list that is read page by page, newest first. */
export const PagedList = <Row extends { readonly id: number }>({
  label,
  of,
  columns,
  empty,
}: Props<Row>): ReactNode => {
  const say = useWords(messagesWords);
  return (
    <Loaded of={of}>
      {({ pages }) => {
        const rows = pages.flatMap(({ items }) => items);
        if (rows.length === 0 && !of.hasNextPage) return empty;
        return (
          <>
            {rows.length === 0 ? (
              <p>{say('noneFoundSoFar')}</p>
            ) : (
              <DataTable label={label} columns={columns} rows={rows} rowKey={({ id }) => id} />
            )}
            {of.hasNextPage && (
              <Button
                variant="default"
                className="older"
                loading={of.isFetchingNextPage}
                onClick={() => void of.fetchNextPage()}
              >
                {say('older')}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
};
