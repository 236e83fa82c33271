import { Button, Stack } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import type { Shape } from '../../../../kernel/shape/shape.ts';
import { type Area, targetsQuery } from '../../../api/people/targets.ts';
import { AreaMap } from '../../../map/area-map.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { PlacesSaid } from './areas/places-said.tsx';
import { useShapeWords } from './areas/shape-words.ts';
import { areaWords } from './areas/words.ts';
import { PeopleIn } from './people-in.tsx';
import { targetWords } from './words.ts';
import './targets.css';

const Table = ({ areas }: { readonly areas: readonly Area[] }): ReactNode => {
  const say = useWords(areaWords);
  const target = useWords(targetWords);
  const words = useShapeWords();
  const shapeOf = ({ shape }: Area): Shape => shape as Shape;
  return (
    <DataTable
      label={say('title')}
      rows={areas}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          title: target('name'),
          cell: ({ id, name }) => (
            <Link href={`/people/areas/${id}`}>
              <Said>{name}</Said>
            </Link>
          ),
        },
        {
          key: 'what',
          title: say('what'),
          cell: (area) => (
            <>
              <Said>{words.what(shapeOf(area))}</Said>
              <PlacesSaid shape={shapeOf(area)} />
            </>
          ),
        },
        { key: 'size', title: say('size'), isFigure: true, cell: (area) => words.size(shapeOf(area)) ?? '–' },
        {
          key: 'people',
          title: target('inside'),
          isFigure: true,
          cell: ({ id }) => <PeopleIn term={{ area: id }} />,
        },
      ]}
    />
  );
};

const OnMap = ({ areas }: { readonly areas: readonly Area[] }): ReactNode => {
  const say = useWords(areaWords);
  const shown = useMemo(() => areas.map(({ shape, name }) => ({ shape: shape as Shape, name })), [areas]);
  return <AreaMap label={say('mapLabel')} areas={shown} />;
};

/** The areas on one map, and in a table with how many people are in each. */
export const AreasPage = (): ReactNode => {
  const say = useWords(areaWords);
  const mayChange = useMay()('managePeople');
  const areas = useQuery(targetsQuery('areas'));
  const make = (
    <Button component={Link} href="/people/areas/new" leftSection={<IconPlus aria-hidden size={18} />}>
      {say('make')}
    </Button>
  );
  const actions = mayChange && (
    <>
      {make}
      <Button
        component={Link}
        href="/people/areas/import"
        variant="default"
        leftSection={<IconFileImport aria-hidden size={18} />}
      >
        {say('import')}
      </Button>
    </>
  );
  return (
    <PeopleFrame title={say('title')} actions={actions}>
      <Loaded of={areas}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={say('none')} hint={say('noneHint')}>
              {mayChange && make}
            </Empty>
          ) : (
            <Stack gap="lg">
              <OnMap areas={found} />
              <Table areas={found} />
            </Stack>
          )
        }
      </Loaded>
    </PeopleFrame>
  );
};
