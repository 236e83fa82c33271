import { type ReactNode, useCallback, useMemo } from 'react';
import type { Shape } from '../../kernel/shape/shape.ts';
import { BaseNote } from './base-note.tsx';
import { MapCanvas } from './canvas/map-canvas.tsx';
import { type Brush, paintShape, type Tone } from './canvas/paint.ts';
import { useBase } from './canvas/use-base.ts';
import { boundsOf, outlineOf } from './shape/geometry.ts';

interface ShownArea {
  readonly shape: Shape;
  /** Drawn in its middle; it may have the number of people in it. */
  readonly name?: string;
  readonly tone?: Tone;
}

interface Props {
  /** What the map shows, in words: whoever does not see it must find the same in a list beside it. */
  readonly label: string;
  readonly areas: readonly ShownArea[];
}

/** Areas on a map, to look at. Postal codes are no place, and are not drawn. */
export const AreaMap = ({ label, areas }: Props): ReactNode => {
  const base = useBase();
  const bounds = useMemo(
    () => boundsOf(areas.flatMap(({ shape }) => outlineOf(shape))) ?? base.bounds,
    [areas, base.bounds],
  );
  const paint = useCallback(
    (brush: Brush) => {
      for (const { shape, tone = 'main', name } of areas) paintShape(brush, shape, tone, name);
    },
    [areas],
  );
  return (
    <div>
      <MapCanvas label={label} base={base} bounds={bounds} paint={paint} />
      <BaseNote state={base.state} />
    </div>
  );
};
