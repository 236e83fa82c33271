import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type AsideMessage, asideQuery } from '../../../api/inbox/inbox.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Said } from '../../../parts/said.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PagedList } from './paged-list.tsx';
import { messagesWords } from './words.ts';

/** What no person can read, or is not for people. */
export const AsideList = (): ReactNode => {
  const say = useWords(messagesWords);
  const sayCommon = useWords(commonWords);
  const { moment } = useFormats();
  const found = useInfiniteQuery(asideQuery());
  const columns: readonly Column<AsideMessage>[] = [
    { key: 'when', title: say('when'), cell: ({ at }) => <span className="figures">{moment(at)}</span> },
    {
      key: 'from',
      title: say('from'),
      cell: ({ from }) => (from === '' ? sayCommon('notKnown') : <Said>{from}</Said>),
    },
    { key: 'reason', title: say('reason'), cell: ({ reason }) => <Said>{reason}</Said> },
    { key: 'route', title: say('route'), cell: ({ route }) => route },
  ];
  return (
    <>
      <p className="quiet-line">{say('asideHint')}</p>
      <PagedList
        label={say('show_aside')}
        of={found}
        columns={columns}
        empty={<Empty title={say('noAside')} />}
      />
    </>
  );
};
