import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { scenariosQuery, scheduledScenariosQuery } from '../../../api/alerts/scenarios.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useLanguageName } from '../../../parts/text-editor/language-name.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { ScenariosFrame } from '../scenarios-frame.tsx';
import { scenariosWords } from '../words.ts';
import { readinessOf, readinessTones } from './readiness.ts';

/** What is prepared, and whether it can go out at once. */
export const ScenarioList = (): ReactNode => {
  const say = useWords(scenariosWords);
  const { number } = useFormats();
  const languageName = useLanguageName();
  const may = useMay();
  const scenarios = useQuery(scenariosQuery());
  const schedules = useQuery(scheduledScenariosQuery());
  const usersOf = (id: number): readonly string[] =>
    (schedules.data?.items ?? []).filter(({ scenario }) => scenario === id).map(({ name }) => name);
  const add = may('prepare') && (
    <Button component={Link} href="/alerts/scenarios/new">
      {say('newScenario')}
    </Button>
  );
  return (
    <ScenariosFrame title={say('scenarios')} actions={add}>
      <Loaded of={scenarios}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('none')} hint={say('noneHint')} />
          ) : (
            <DataTable
              label={say('table')}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  title: say('name'),
                  cell: ({ id, name }) => (
                    <Link href={`/alerts/scenarios/${id}`}>
                      <span className="name-cell">
                        <Said>{name}</Said>
                      </span>
                    </Link>
                  ),
                },
                {
                  key: 'kind',
                  title: say('kind'),
                  cell: ({ kind }) => <span className={`kind-${kind}`}>{say(kind)}</span>,
                },
                {
                  key: 'readiness',
                  title: say('readiness'),
                  cell: (one) => {
                    const readiness = readinessOf(one);
                    return (
                      <Light tone={readinessTones[readiness]}>
                        <bdi>{say(readiness, { name: one.approved?.by.name ?? '' })}</bdi>
                      </Light>
                    );
                  },
                },
                {
                  key: 'texts',
                  title: say('texts'),
                  cell: ({ content, findings }) => (
                    <>
                      {content.variants.map(({ language }) => languageName(language)).join(', ')} ·{' '}
                      {findings.length === 0
                        ? say('noWarnings')
                        : say('warnings', { count: findings.length, n: number(findings.length) })}
                    </>
                  ),
                },
                {
                  key: 'usedBy',
                  title: say('usedBy'),
                  cell: ({ id }) => <Said>{usersOf(id).join(', ') || say('unused')}</Said>,
                },
                ...(may('prepare')
                  ? [
                      {
                        key: 'act',
                        title: say('act'),
                        cell: ({ id }: { readonly id: number }) => (
                          <Button
                            component={Link}
                            href={`/alerts/new/scenario/${id}`}
                            variant="default"
                            size="compact-md"
                          >
                            {say('use')}
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )
        }
      </Loaded>
    </ScenariosFrame>
  );
};
