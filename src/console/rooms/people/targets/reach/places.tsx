import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Shape } from '../../../../../kernel/shape/shape.ts';
import { type PlaceKind, type ReachRow, reachQuery } from '../../../../api/people/reach.ts';
import { targetsQuery } from '../../../../api/people/targets.ts';
import { AreaMap } from '../../../../map/area-map.tsx';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { Empty } from '../../../../parts/empty.tsx';
import { Loaded } from '../../../../parts/loaded.tsx';
import { Said } from '../../../../parts/said.tsx';
import { commonWords } from '../../../../words/common.ts';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { reachWords } from './words.ts';

/** Less than this would be rounded to none. */
const LEAST = 0.005;
const KINDS: readonly PlaceKind[] = ['postalCode', 'area'];

const Share = ({ share }: Pick<ReachRow, 'share'>): ReactNode => {
  const say = useWords(reachWords);
  const common = useWords(commonWords);
  const { percent } = useFormats();
  if (share === null) return common('notKnown');
  return (
    <>
      <span className="share" aria-hidden>
        <span style={{ width: `${Math.min(100, Math.round(share * 100))}%` }} />
      </span>
      {share > 0 && share < LEAST ? say('underOne') : percent(share, 1)}
    </>
  );
};

/** The areas of the page on a map, each with the share of its inhabitants that can be reached. */
const OnMap = ({ rows }: { readonly rows: readonly ReachRow[] }): ReactNode => {
  const say = useWords(reachWords);
  const common = useWords(commonWords);
  const { percent } = useFormats();
  const areas = useQuery(targetsQuery('areas')).data;
  const shown = useMemo(
    () =>
      (areas ?? []).flatMap(({ id, name, shape }) => {
        const row = rows.find(({ place }) => place === String(id));
        if (row === undefined) return [];
        const share = row.share === null ? common('notKnown') : percent(row.share, 1);
        return [{ shape: shape as Shape, name: `${name} ${share}` }];
      }),
    [areas, rows, common, percent],
  );
  return <AreaMap label={say('mapLabel')} areas={shown} />;
};

/** How many of the inhabitants of each place can be reached. */
export const Places = (): ReactNode => {
  const say = useWords(reachWords);
  const common = useWords(commonWords);
  const { number, clock } = useFormats();
  const [by, setBy] = useState<PlaceKind>('postalCode');
  const [cursor, setCursor] = useState('');
  const reach = useQuery({ ...reachQuery(by, cursor), placeholderData: keepPreviousData });
  const figure = (
    key: 'inhabitants' | 'contacts' | 'registered' | 'reachable',
    title: string,
  ): Column<ReachRow> => ({
    key,
    title,
    isFigure: true,
    cell: (row) => {
      const value = row[key];
      return value === null ? common('notKnown') : number(value);
    },
  });
  return (
    <Stack component="section" aria-labelledby="reach-places">
      <Group justify="space-between">
        <h2 id="reach-places">{say('places')}</h2>
        <SegmentedControl
          aria-label={say('by')}
          value={by}
          data={KINDS.map((value) => ({ value, label: say(value) }))}
          onChange={(value) => {
            setBy(value as PlaceKind);
            setCursor('');
          }}
        />
      </Group>
      <Loaded of={reach}>
        {({ items, next, countedAt }) =>
          items.length === 0 ? (
            <Empty title={say('none')} hint={say(by === 'area' ? 'noneAreas' : 'noneCodes')} />
          ) : (
            <>
              {by === 'area' && <OnMap rows={items} />}
              <Text c="var(--quiet)">{say('countedAt', { time: clock(countedAt) })}</Text>
              <div className="reach-table">
                <DataTable
                  label={say('places')}
                  rows={items}
                  rowKey={({ kind, place }) => `${kind} ${place}`}
                  columns={[
                    {
                      key: 'place',
                      title: say('place'),
                      cell: ({ kind, place, name }) =>
                        kind === 'area' ? (
                          <Link href={`/people/areas/${place}`}>
                            <Said>{name ?? place}</Said>
                          </Link>
                        ) : (
                          <span className="code">
                            <Said>{place}</Said>
                          </span>
                        ),
                    },
                    figure('inhabitants', say('inhabitants')),
                    figure('contacts', say('placeContacts')),
                    figure('registered', say('registered')),
                    {
                      key: 'lost',
                      title: say('unreachable'),
                      isFigure: true,
                      cell: ({ registered, reachable }) => number(registered - reachable),
                    },
                    figure('reachable', say('reachable')),
                    {
                      key: 'share',
                      title: say('share'),
                      isFigure: true,
                      cell: (row) => <Share share={row.share} />,
                    },
                  ]}
                />
              </div>
              <Group>
                {cursor !== '' && (
                  <Button variant="default" onClick={() => setCursor('')}>
                    {say('first')}
                  </Button>
                )}
                {next !== null && (
                  <Button variant="default" onClick={() => setCursor(next)}>
                    {say('next')}
                  </Button>
                )}
              </Group>
            </>
          )
        }
      </Loaded>
    </Stack>
  );
};
