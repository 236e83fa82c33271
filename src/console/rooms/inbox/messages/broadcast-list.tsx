import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { broadcastsQuery, type CellBroadcast } from '../../../api/inbox/inbox.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { LongText } from './long-text.tsx';
import { PagedList } from './paged-list.tsx';
import { messagesWords } from './words.ts';

/** What the modems heard that was sent to all phones of a place. */
export const BroadcastList = (): ReactNode => {
  const say = useWords(messagesWords);
  const { moment, number } = useFormats();
  const found = useInfiniteQuery(broadcastsQuery());
  const columns: readonly Column<CellBroadcast>[] = [
    {
      key: 'when',
      title: say('when'),
      cell: ({ firstAt, lastAt }) => (
        <div className="figures">
          {moment(firstAt)}
          {lastAt !== firstAt && <Text c="var(--quiet)">{say('lastAt', { time: moment(lastAt) })}</Text>}
        </div>
      ),
    },
    {
      key: 'kind',
      title: say('from'),
      cell: ({ channel, route, pages, of }) => (
        <div>
          {say('channel', { channel })} · {route}
          {pages < of && <Text c="var(--quiet)">{say('pages', { n: number(pages), of: number(of) })}</Text>}
        </div>
      ),
    },
    { key: 'text', title: say('text'), cell: ({ text }) => <LongText>{text}</LongText> },
    {
      key: 'outcome',
      title: say('outcome'),
      cell: ({ outcome, alert }) => (
        <div>
          {outcome === null ? say('noRule') : <Said>{outcome}</Said>}
          {alert !== null && (
            <div>
              <Link href={`/alerts/${alert}`}>{say('alertNumber', { id: alert })}</Link>
            </div>
          )}
        </div>
      ),
    },
  ];
  return (
    <>
      <p className="quiet-line">{say('broadcastsHint')}</p>
      <PagedList
        label={say('show_broadcasts')}
        of={found}
        columns={columns}
        empty={<Empty title={say('noBroadcasts')} />}
      />
    </>
  );
};
