import type { ReactNode } from 'react';
import { Tabs } from '../../parts/tabs.tsx';
import { useWords } from '../../words/i18n.ts';
import { inboxWords } from './words.ts';

/** The pages of the room. */
export const InboxTabs = (): ReactNode => {
  const say = useWords(inboxWords);
  return (
    <Tabs
      label={say('title')}
      tabs={[
        { path: '/inbox', under: '/inbox/cases/', label: say('cases') },
        { path: '/inbox/messages', label: say('messages') },
        { path: '/inbox/keywords', label: say('keywords') },
        { path: '/inbox/duty', under: '/inbox/duty/', label: say('duty') },
      ]}
    />
  );
};
