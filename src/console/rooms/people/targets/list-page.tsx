import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { targetQuery } from '../../../api/people/targets.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { ListForm } from './lists/list-form.tsx';
import { Members } from './lists/members.tsx';
import { listWords } from './lists/words.ts';
import './targets.css';

const Stored = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(listWords);
  const mayChange = useMay()('managePeople');
  const list = useQuery(targetQuery('lists', id));
  return (
    <PeopleFrame title={list.data?.name ?? say('one')}>
      <Loaded of={list}>
        {(one) => (
          <>
            <Text>
              <b>{say(one.kind)}</b> {say(one.kind === 'emergency' ? 'emergencyHint' : 'informationHint')}
            </Text>
            <Members list={id} />
            {mayChange && (
              <Stack component="section" aria-labelledby="settings-title">
                <h2 id="settings-title">{say('settings')}</h2>
                <ListForm list={one} />
              </Stack>
            )}
          </>
        )}
      </Loaded>
    </PeopleFrame>
  );
};

const New = (): ReactNode => {
  const say = useWords(listWords);
  return (
    <PeopleFrame title={say('make')}>
      <ListForm list={undefined} />
    </PeopleFrame>
  );
};

/** One list with its members, or a new one. */
export const ListPage = ({ id }: { readonly id: string }): ReactNode =>
  id === 'new' ? <New /> : <Stored key={id} id={Number(id)} />;
