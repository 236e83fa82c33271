import { NumberInput, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/i18n.ts';
import { AngleField } from './angle-field.tsx';
import { type Draft, setCentre, setRadius } from './shape/draft.ts';
import { mapWords } from './words.ts';

interface Props {
  readonly draft: Draft;
  readonly onChange: (change: (draft: Draft) => Draft) => void;
}

const MAX_RADIUS_M = 2_000_000;

/** The centre and the radius of a circle as fields. */
export const CircleFields = ({ draft: { centre, radiusM }, onChange }: Props): ReactNode => {
  const say = useWords(mapWords);
  const isWrong = radiusM !== undefined && !(radiusM >= 1 && radiusM <= MAX_RADIUS_M);
  return (
    <Stack gap="xs">
      <AngleField
        label={say('centreLat')}
        isLabelSeen
        axis="lat"
        value={centre?.[0]}
        onChange={(lat) => onChange((before) => setCentre(before, [lat, before.centre?.[1] ?? 0]))}
        onBoth={(...both) => onChange((before) => setCentre(before, both))}
      />
      <AngleField
        label={say('centreLon')}
        isLabelSeen
        axis="lon"
        value={centre?.[1]}
        onChange={(lon) => onChange((before) => setCentre(before, [before.centre?.[0] ?? 0, lon]))}
        onBoth={(...both) => onChange((before) => setCentre(before, both))}
      />
      <NumberInput
        label={say('radius')}
        value={radiusM ?? ''}
        hideControls
        thousandSeparator={'\u202f'}
        allowNegative={false}
        decimalScale={0}
        error={isWrong ? say('badRadius') : undefined}
        onChange={(value) =>
          onChange((before) =>
            typeof value === 'number' && value >= 1
              ? { ...setRadius(before, value), isDone: true }
              : { ...before, radiusM: undefined, isDone: false },
          )
        }
      />
    </Stack>
  );
};
