import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { targetsQuery } from '../../../api/people/targets.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { listWords } from './lists/words.ts';
import { PeopleIn } from './people-in.tsx';
import { targetWords } from './words.ts';

/** The lists, with how many people are on each and how many of them get nothing. */
export const ListsPage = (): ReactNode => {
  const say = useWords(listWords);
  const target = useWords(targetWords);
  const mayChange = useMay()('managePeople');
  const lists = useQuery(targetsQuery('lists'));
  const make = mayChange && (
    <Button component={Link} href="/people/lists/new" leftSection={<IconPlus aria-hidden size={18} />}>
      {say('make')}
    </Button>
  );
  return (
    <PeopleFrame title={say('title')} actions={make}>
      <Loaded of={lists}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={say('none')} hint={say('noneHint')}>
              {make}
            </Empty>
          ) : (
            <DataTable
              label={say('title')}
              rows={found}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  title: target('name'),
                  cell: ({ id, name }) => (
                    <Link href={`/people/lists/${id}`}>
                      <Said>{name}</Said>
                    </Link>
                  ),
                },
                { key: 'kind', title: say('kind'), cell: ({ kind }) => say(kind) },
                {
                  key: 'joins',
                  title: say('joins'),
                  cell: ({ optIn }) => <Said>{optIn?.words.join(', ') ?? say('joinsNot')}</Said>,
                },
                {
                  key: 'people',
                  title: target('people'),
                  isFigure: true,
                  cell: ({ id }) => <PeopleIn term={{ list: id }} isWhole />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </PeopleFrame>
  );
};
