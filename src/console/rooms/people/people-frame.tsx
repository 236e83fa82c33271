import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../../parts/page.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useWords } from '../../words/i18n.ts';
import { peopleWords } from './words.ts';
import './people.css';

interface Props {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the room, with the way to the others. */
export const PeopleFrame = ({ title, actions, children }: Props): ReactNode => {
  const say = useWords(peopleWords);
  return (
    <Page title={title} actions={actions}>
      <Tabs
        label={say('tabs')}
        tabs={[
          { path: '/people', under: '/people/contacts/', label: say('contacts') },
          { path: '/people/import', under: '/people/import/', label: say('import') },
          { path: '/people/lists', under: '/people/lists/', label: say('lists') },
          { path: '/people/segments', under: '/people/segments/', label: say('segments') },
          { path: '/people/areas', under: '/people/areas/', label: say('areas') },
          { path: '/people/opt-outs', label: say('optOuts') },
          { path: '/people/dead', label: say('dead') },
          { path: '/people/reach', label: say('reach') },
        ]}
      />
      <Stack gap="lg">{children}</Stack>
    </Page>
  );
};
