import type { ReactNode } from 'react';
import { useMay } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { Tabs } from '../tabs.tsx';
import { tabsWords } from './tabs-words.ts';

/** The pages about alerts, in whichever room they are. */
export const AlertsTabs = (): ReactNode => {
  const say = useWords(tabsWords);
  const may = useMay();
  return (
    <Tabs
      label={say('pages')}
      tabs={[
        { path: '/alerts', label: say('list') },
        { path: '/alerts/scenarios', label: say('scenarios') },
        { path: '/alerts/templates', label: say('templates') },
        ...(may('readPeople') ? [{ path: '/alerts/schedules', label: say('schedules') }] : []),
        { path: '/alerts/delegations', label: say('delegations') },
      ]}
    />
  );
};
