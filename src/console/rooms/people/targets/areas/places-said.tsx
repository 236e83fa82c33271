import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Shape } from '../../../../../kernel/shape/shape.ts';
import { isTiles, mapQuery } from '../../../../api/people/map.ts';
import { placesTouched } from '../../../../map/shape/named-places.ts';
import { Said } from '../../../../parts/said.tsx';
import { useWords } from '../../../../words/i18n.ts';
import { areaWords } from './words.ts';

const MOST_NAMES = 12;

/** Where an area is, by the names of the administrator's map, for whoever can't see it. Tiles are not read for that. */
export const PlacesSaid = ({ shape }: { readonly shape: Shape }): ReactNode => {
  const say = useWords(areaWords);
  const { data: map } = useQuery(mapQuery());
  const touched = useMemo(
    () => (map == null || isTiles(map) ? undefined : placesTouched(map, shape)),
    [map, shape],
  );
  if (touched === undefined || touched.names.length === 0) return null;
  const { names, isAll } = touched;
  const isWhole = isAll && names.length <= MOST_NAMES;
  const places = `${names.slice(0, MOST_NAMES).join(', ')}${isWhole ? '' : ' …'}`;
  return (
    <Text component="div" c="var(--quiet)">
      <Said>{say('onMap', { places })}</Said>
    </Text>
  );
};
