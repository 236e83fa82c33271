import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Rule } from '../../../../domain/people/rule.ts';
import { targetsQuery } from '../../../api/people/targets.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { PeopleIn } from './people-in.tsx';
import { useNamed } from './segments/known.ts';
import { sentenceOf } from './segments/rule-sentence.ts';
import { ruleWords, segmentWords } from './segments/words.ts';
import { targetWords } from './words.ts';

/** The segments, each with its rule as a sentence. */
export const SegmentsPage = (): ReactNode => {
  const say = useWords(segmentWords);
  const sayRule = useWords(ruleWords);
  const target = useWords(targetWords);
  const mayChange = useMay()('managePeople');
  const named = useNamed();
  const segments = useQuery(targetsQuery('segments'));
  const make = mayChange && (
    <Button component={Link} href="/people/segments/new" leftSection={<IconPlus aria-hidden size={18} />}>
      {say('make')}
    </Button>
  );
  return (
    <PeopleFrame title={say('title')} actions={make}>
      <Loaded of={segments}>
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
                    <Link href={`/people/segments/${id}`}>
                      <Said>{name}</Said>
                    </Link>
                  ),
                },
                {
                  key: 'who',
                  title: say('who'),
                  cell: ({ rule }) => <Said>{sentenceOf(sayRule, rule as Rule, named)}</Said>,
                },
                {
                  key: 'people',
                  title: target('people'),
                  isFigure: true,
                  cell: ({ id }) => <PeopleIn term={{ segment: id }} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </PeopleFrame>
  );
};
