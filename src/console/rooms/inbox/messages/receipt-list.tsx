import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { receiptsQuery, type UnmatchedReceipt } from '../../../api/inbox/inbox.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { PersonLink } from '../../../parts/person-link.tsx';
import { Said } from '../../../parts/said.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PagedList } from './paged-list.tsx';
import { messagesWords } from './words.ts';

/** Receipts that fit no message, or more than one. */
export const ReceiptList = (): ReactNode => {
  const say = useWords(messagesWords);
  const sayCommon = useWords(commonWords);
  const { moment } = useFormats();
  const found = useInfiniteQuery(receiptsQuery());
  const columns: readonly Column<UnmatchedReceipt>[] = [
    { key: 'when', title: say('when'), cell: ({ at }) => <span className="figures">{moment(at)}</span> },
    { key: 'route', title: say('route'), cell: ({ route }) => route },
    {
      key: 'to',
      title: say('message'),
      cell: ({ to, message }) => (
        <div>
          {to === null ? sayCommon('notKnown') : <PersonLink number={to} />}
          {message !== null && (
            <div>
              <Link href={`/messages/${message}`}>{say('guessed', { id: message })}</Link>
            </div>
          )}
        </div>
      ),
    },
    {
      key: 'state',
      title: say('state'),
      cell: ({ state, why }) => (
        <>
          {say(`state_${state}`)}
          <Text c="var(--quiet)">{say(`why_${why}`)}</Text>
        </>
      ),
    },
    {
      key: 'evidence',
      title: say('evidence'),
      cell: ({ evidence }) => (
        <code className="receipt-evidence">
          <Said>{evidence}</Said>
        </code>
      ),
    },
  ];
  return (
    <>
      <p className="quiet-line">{say('receiptsHint')}</p>
      <PagedList
        label={say('show_receipts')}
        of={found}
        columns={columns}
        empty={<Empty title={say('noReceipts')} />}
      />
    </>
  );
};
