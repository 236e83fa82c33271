import { Button, Checkbox, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../../../api/new-key.ts';
import { saveTarget, targetsQuery } from '../../../../api/people/targets.ts';
import { isProblem } from '../../../../api/problem.ts';
import { AreaMap } from '../../../../map/area-map.tsx';
import { useDrawingWords } from '../../../../map/drawing-words.ts';
import { squareKm } from '../../../../map/shape/geometry.ts';
import { useUndo } from '../../../../parts/acts/undoable.tsx';
import { DataTable } from '../../../../parts/data-table.tsx';
import { Light } from '../../../../parts/light.tsx';
import { Said } from '../../../../parts/said.tsx';
import { commonWords } from '../../../../words/common.ts';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { PeopleFrame } from '../../people-frame.tsx';
import { PeopleIn } from '../people-in.tsx';
import { targetWords } from '../words.ts';
import { type Candidate, type FeaturesRead, readFeatures } from './import-features.ts';
import { areaWords } from './words.ts';

interface Row extends Candidate {
  readonly key: string;
  /** Undefined: nobody has chosen, and it is taken if it can be. */
  readonly isTaken: boolean | undefined;
  readonly failed?: string;
}

/** Several areas from one file: they are looked at first, and made only when somebody says so. */
export const AreaImport = (): ReactNode => {
  const say = useWords(areaWords);
  const target = useWords(targetWords);
  const common = useWords(commonWords);
  const { number } = useFormats();
  const words = useDrawingWords();
  const tell = useUndo();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const there = useQuery(targetsQuery('areas')).data;
  const [read, setRead] = useState<FeaturesRead>();
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [isMaking, setMaking] = useState(false);

  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const found = readFeatures(await file.text(), (place) => say('unnamed', { n: place }));
    setRead(found);
    const areas = found.kind === 'areas' ? found.areas : [];
    setRows(areas.map((area) => ({ ...area, key: newKey(), isTaken: undefined })));
  };
  const isThere = ({ name }: Candidate): boolean => there?.some((area) => area.name === name) ?? false;
  const isTaken = (row: Row): boolean => row.isTaken ?? (row.fault === undefined && !isThere(row));
  const whyNot = (row: Row): string | undefined =>
    row.failed ?? words.fault({ polygon: row.polygon }) ?? (isThere(row) ? say('nameTaken') : undefined);

  const make = async (): Promise<void> => {
    setMaking(true);
    let made = 0;
    const left: Row[] = [];
    for (const row of rows) {
      if (!isTaken(row)) {
        left.push(row);
        continue;
      }
      try {
        await saveTarget(
          'areas',
          { name: row.name, shape: { polygon: row.polygon } },
          { seen: undefined, key: row.key },
        );
        made += 1;
      } catch (error) {
        const why = error instanceof Error ? error.message : common('failed');
        // Who was not answered may have made it all the same: the next try is the same act.
        const key = isProblem(error, 'unreachable') ? row.key : newKey();
        left.push({ ...row, isTaken: false, failed: say('failedOne', { why }), key });
      }
    }
    setMaking(false);
    void queries.invalidateQueries({ queryKey: ['people'] });
    tell(say('madeThem', { count: made, n: number(made) }));
    if (left.some(({ failed }) => failed !== undefined)) setRows(left);
    else go('/people/areas');
  };

  const taken = rows.filter(isTaken).length;
  const shown = useMemo(
    () =>
      rows
        .filter(({ fault }) => fault === undefined)
        .map(({ polygon, name, isTaken }) => ({
          shape: { polygon },
          name,
          tone: isTaken === false ? ('faint' as const) : ('main' as const),
        })),
    [rows],
  );
  return (
    <PeopleFrame title={say('importTitle')}>
      <Stack align="flex-start">
        <Text>{say('importHint')}</Text>
        <FileButton onChange={(file) => void choose(file)} accept=".geojson,.json,application/geo+json">
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileImport aria-hidden size={18} />}>
              {say('choose')}
            </Button>
          )}
        </FileButton>
      </Stack>
      <div role="status">
        {read?.kind === 'fault' && <Light tone="bad">{say('unreadable', { why: read.why })}</Light>}
        {read?.kind === 'areas' && (
          <>
            <Text fw={600}>
              {read.areas.length === 0
                ? say('noPolygons')
                : say('found', {
                    count: read.areas.length + read.left,
                    n: number(read.areas.length + read.left),
                  })}
            </Text>
            {read.left > 0 && (
              <Light tone="warn">
                {say('tooMany', { most: number(read.areas.length), count: read.left, n: number(read.left) })}
              </Light>
            )}
            {read.skipped > 0 && (
              <Text>{say('skipped', { count: read.skipped, n: number(read.skipped) })}</Text>
            )}
          </>
        )}
      </div>
      {rows.length > 0 && (
        <>
          <AreaMap label={say('mapLabel')} areas={shown} />
          <DataTable
            label={say('importTitle')}
            rows={rows}
            rowKey={({ key }) => key}
            columns={[
              {
                key: 'take',
                title: say('takeIt'),
                cell: (row) => (
                  <Checkbox
                    aria-label={say('take', { name: row.name })}
                    checked={isTaken(row)}
                    disabled={row.fault !== undefined}
                    onChange={({ currentTarget: { checked } }) =>
                      setRows(rows.map((one) => (one === row ? { ...one, isTaken: checked } : one)))
                    }
                  />
                ),
              },
              { key: 'name', title: target('name'), cell: ({ name }) => <Said>{name}</Said> },
              {
                key: 'size',
                title: say('size'),
                isFigure: true,
                cell: ({ polygon, fault }) =>
                  fault === undefined ? words.size(squareKm({ polygon }) ?? 0) : '–',
              },
              {
                key: 'people',
                title: target('inside'),
                isFigure: true,
                cell: ({ polygon, fault }) =>
                  fault === undefined ? <PeopleIn term={{ shape: { polygon: polygon as never } }} /> : '–',
              },
              {
                key: 'state',
                title: say('state'),
                cell: (row) => {
                  const why = whyNot(row);
                  if (why !== undefined) return <Light tone="warn">{why}</Light>;
                  return <Light tone="good">{row.hasHoles ? say('holes') : say('ready')}</Light>;
                },
              },
            ]}
          />
        </>
      )}
      <Group>
        <Button disabled={taken === 0} loading={isMaking} onClick={() => void make()}>
          {say('makeThem', { count: taken, n: number(taken) })}
        </Button>
        <Button variant="default" onClick={() => go('/people/areas')}>
          {common('cancel')}
        </Button>
      </Group>
    </PeopleFrame>
  );
};
