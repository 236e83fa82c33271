import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Page } from '../../../parts/page.tsx';
import { useWords } from '../../../words/i18n.ts';
import { InboxTabs } from '../inbox-tabs.tsx';
import { AsideList } from './aside-list.tsx';
import { BroadcastList } from './broadcast-list.tsx';
import { MessageList } from './message-list.tsx';
import { ReceiptList } from './receipt-list.tsx';
import { messagesWords } from './words.ts';

const LISTS = {
  messages: MessageList,
  aside: AsideList,
  broadcasts: BroadcastList,
  receipts: ReceiptList,
} as const;
type Shown = keyof typeof LISTS;

const isShown = (text: string | null): text is Shown => text !== null && Object.hasOwn(LISTS, text);

/** What phones sent, and what else came in that belongs to no message. */
export const MessagesPage = (): ReactNode => {
  const say = useWords(messagesWords);
  const [params] = useSearchParams();
  const asked = params.get('show');
  const shown: Shown = isShown(asked) ? asked : 'messages';
  const List = LISTS[shown];
  return (
    <Page title={say('title')}>
      <InboxTabs />
      <nav aria-label={say('show')} className="choices">
        {(Object.keys(LISTS) as Shown[]).map((one) => (
          <Link
            key={one}
            href={one === 'messages' ? '/inbox/messages' : `/inbox/messages?show=${one}`}
            className="choice"
            aria-current={one === shown ? 'true' : undefined}
          >
            {say(`show_${one}`)}
          </Link>
        ))}
      </nav>
      <Stack gap="md">
        <List />
      </Stack>
    </Page>
  );
};
