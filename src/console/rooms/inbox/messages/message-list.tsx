import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { handlings } from '../../../../domain/inbound/handling.ts';
import { toMsisdn } from '../../../../domain/messages/msisdn.ts';
import { type Handling, type InboxMessage, inboxQuery } from '../../../api/inbox/inbox.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { PersonLink } from '../../../parts/person-link.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { HandledAs } from '../handled-as.tsx';
import { handledWords } from '../handled-words.ts';
import { LongText } from './long-text.tsx';
import { MakeCase } from './make-case.tsx';
import { PagedList } from './paged-list.tsx';
import { searchOf } from './search-of.ts';
import { messagesWords } from './words.ts';

const TYPING_MS = 250;
/** What is a case already, or a command that was carried out. */
const NO_CASES: ReadonlySet<Handling | null> = new Set([null, 'help', 'case', 'approval', 'launch', 'duty']);

/** What phones wrote, newest first, with a search. */
export const MessageList = (): ReactNode => {
  const say = useWords(messagesWords);
  const sayHandled = useWords(handledWords);
  const { moment } = useFormats();
  const may = useMay();
  const [written, setWritten] = useState('');
  const [kind, setKind] = useState<Handling>();
  const [search] = useDebouncedValue(written, TYPING_MS);
  const asked = { ...searchOf(search), ...(kind !== undefined && { handledAs: kind }) };
  const found = useInfiniteQuery(inboxQuery(asked));
  const isSearch = Object.keys(asked).length > 0;
  const columns: readonly Column<InboxMessage>[] = [
    { key: 'when', title: say('when'), cell: ({ at }) => <span className="figures">{moment(at)}</span> },
    {
      key: 'from',
      title: say('from'),
      cell: ({ from }) =>
        toMsisdn(from) === undefined ? (
          <Said>{from}</Said>
        ) : (
          <span className="inbox-from">
            <PersonLink number={from} />
          </span>
        ),
    },
    {
      key: 'text',
      title: say('text'),
      cell: ({ text }) => <LongText>{text}</LongText>,
    },
    {
      key: 'made',
      title: say('made'),
      cell: ({ handledAs, alert }) => (
        <div>
          <HandledAs as={handledAs} />
          {alert !== null && (
            <div>
              <Link href={`/alerts/${alert}`}>{say('alertNumber', { id: alert })}</Link>
            </div>
          )}
        </div>
      ),
    },
    ...(may('handleCases')
      ? [
          {
            key: 'case',
            title: say('act'),
            cell: (one: InboxMessage) =>
              NO_CASES.has(one.handledAs) ? null : (
                <div className="to-case">
                  <MakeCase of={one} />
                </div>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <search className="search">
        <TextInput
          label={say('search')}
          description={say('searchHint')}
          type="search"
          value={written}
          maxLength={64}
          onChange={({ currentTarget }) => setWritten(currentTarget.value)}
        />
        <NativeSelect
          label={say('kind')}
          value={kind ?? ''}
          onChange={({ currentTarget }) => setKind(handlings.find((one) => one === currentTarget.value))}
          data={[
            { value: '', label: say('kindAll') },
            ...handlings.map((one) => ({ value: one, label: sayHandled(one) })),
          ]}
        />
      </search>
      <PagedList
        label={say('show_messages')}
        of={found}
        columns={columns}
        empty={
          isSearch ? (
            <Empty title={say('noneFound')} hint={say('noneFoundHint')} />
          ) : (
            <Empty title={say('noMessages')} hint={say('noMessagesHint')} />
          )
        }
      />
    </>
  );
};
