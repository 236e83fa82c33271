import { Button, Stack } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { type MessageFilter, messagesQuery } from '../../api/messages.ts';
import { isProblem } from '../../api/problem.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MoreButton, usePages } from '../../parts/more.tsx';
import { Page } from '../../parts/page.tsx';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { instantInField } from '../../words/place.ts';
import { MessageTable } from './message-table.tsx';
import { OneNumber } from './number/one-number.tsx';
import { PeopleNamed } from './people-named.tsx';
import { readSearch, type Search } from './search.ts';
import { type Filters, SearchBox } from './search-box.tsx';
import { messagesWords } from './words.ts';

const FIELDS = ['q', 'state', 'priority', 'alert', 'since'] as const;
/** Whether somebody was warned is told from all of their messages, whatever filter the list has. */
const NO_FILTERS = { state: '', priority: '', alert: '', since: '' };

const filterOf = (found: Search, { state, priority, alert, since }: Omit<Filters, 'q'>): MessageFilter => ({
  to: found.kind === 'number' ? found.number : undefined,
  reference: found.kind === 'text' ? found.text : undefined,
  state,
  priority,
  alert,
  // The field has the time of the place.
  since: instantInField(since),
});

export const MessagesPage = (): ReactNode => {
  const say = useWords(messagesWords);
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const read = (name: (typeof FIELDS)[number]): string => params.get(name) ?? '';
  const filters: Filters = {
    q: read('q'),
    state: read('state'),
    priority: read('priority'),
    alert: read('alert'),
    since: read('since'),
  };
  const found = readSearch(filters.q);
  const id = found.kind === 'message' ? found.id : undefined;
  useEffect(() => {
    if (id !== undefined) navigate(`/messages/${id}`, { replace: true });
  }, [id, navigate]);
  const change = (next: Filters): void =>
    setParams(
      Object.fromEntries(FIELDS.map((name) => [name, next[name]]).filter(([, value]) => value !== '')),
    );
  return (
    <Page
      title={say('title')}
      actions={
        may('send') && (
          <Button
            component={Link}
            href="/messages/new"
            variant="default"
            leftSection={<IconSend aria-hidden size={20} />}
          >
            {say('send')}
          </Button>
        )
      }
    >
      <SearchBox filters={filters} onChange={change} />
      <Found found={found} filters={filters} />
    </Page>
  );
};

interface FoundProps {
  readonly found: Search;
  readonly filters: Filters;
}

const Found = ({ found, filters }: FoundProps): ReactNode => {
  const say = useWords(messagesWords);
  const may = useMay();
  const pages = usePages(JSON.stringify(filters));
  const query = useQuery(messagesQuery({ ...filterOf(found, filters), limit: pages.limit }));
  const isNarrowed = Object.values(filters).some((value) => value !== '');
  const none = (
    <Empty
      title={say(isNarrowed ? 'noneFound' : 'none')}
      hint={say(isNarrowed ? 'noneFoundHint' : 'noneHint')}
    />
  );
  const list = (
    <Loaded of={query}>
      {({ items, next }) =>
        items.length === 0 ? (
          none
        ) : (
          <>
            <MessageTable messages={items} label={say('listLabel')} isOfOneNumber={found.kind === 'number'} />
            <MoreButton pages={pages} hasMore={next !== null} />
          </>
        )
      }
    </Loaded>
  );
  if (found.kind === 'number')
    return (
      <FoundNumber found={found} limit={pages.limit}>
        {list}
      </FoundNumber>
    );
  return (
    <Stack>
      {found.kind === 'text' && may('readPeople') && <PeopleNamed name={found.text} />}
      {list}
    </Stack>
  );
};

interface FoundNumberProps {
  readonly found: Extract<Search, { kind: 'number' }>;
  readonly limit: number;
  readonly children: ReactNode;
}

const FoundNumber = ({ found, limit, children }: FoundNumberProps): ReactNode => {
  const say = useWords(messagesWords);
  const all = useQuery(messagesQuery({ ...filterOf(found, NO_FILTERS), limit }));
  if (isProblem(all.error, 'validation')) return <Empty title={say('noSuchNumber')} />;
  return (
    <Loaded of={all}>
      {({ items, next }) => (
        <OneNumber
          // The gateway reads a national number; its messages name it in full.
          number={items[0]?.to ?? found.number}
          messages={items}
          hasAll={next === null}
        >
          {children}
        </OneNumber>
      )}
    </Loaded>
  );
};
