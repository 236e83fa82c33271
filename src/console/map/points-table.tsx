import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { AngleField } from './angle-field.tsx';
import { type Draft, movePoint, removePoint } from './shape/draft.ts';
import type { LatLon } from './shape/geometry.ts';
import { mapWords } from './words.ts';

interface Props {
  readonly draft: Draft;
  readonly onChange: (change: (draft: Draft) => Draft) => void;
}

/** An outline taken from a file may have thousands of points: nobody reads them all. */
const SHOWN = 50;
const LEAST = 3;

/** The corners as a table: all that can be drawn can be written here too. */
export const PointsTable = ({ draft, onChange }: Props): ReactNode => {
  const say = useWords(mapWords);
  const { number } = useFormats();
  const [shown, setShown] = useState(SHOWN);
  /** A point of which only one angle is written yet. */
  const [half, setHalf] = useState<{ lat?: number; lon?: number }>();
  const { points } = draft;
  const append = (place: LatLon): void => {
    setHalf(undefined);
    onChange((before) => {
      const next = [...before.points, place];
      return { ...before, points: next, isDone: before.isDone || next.length >= LEAST };
    });
  };
  const whole =
    half?.lat === undefined || half.lon === undefined ? undefined : ([half.lat, half.lon] as const);
  const next = points.length + 1;
  const hidden = points.length - shown;
  return (
    <>
      <div className="points-scroll">
        <table className="points">
          <caption className="seen-by-readers-only">{say('coordinates')}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="seen-by-readers-only">{say('point')}</span>
              </th>
              <th scope="col">{say('lat')}</th>
              <th scope="col">{say('lon')}</th>
              <th scope="col">
                <span className="seen-by-readers-only">{say('removeOne')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {points.slice(0, shown).map(([lat, lon], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the outline.
              <tr key={index}>
                <th scope="row" className="figures">
                  {number(index + 1)}
                </th>
                <td>
                  <AngleField
                    label={say('latOf', { n: index + 1 })}
                    axis="lat"
                    value={lat}
                    onChange={(angle) => onChange((before) => movePoint(before, index, [angle, lon]))}
                    onBoth={(...both) => onChange((before) => movePoint(before, index, both))}
                  />
                </td>
                <td>
                  <AngleField
                    label={say('lonOf', { n: index + 1 })}
                    axis="lon"
                    value={lon}
                    onChange={(angle) => onChange((before) => movePoint(before, index, [lat, angle]))}
                    onBoth={(...both) => onChange((before) => movePoint(before, index, both))}
                  />
                </td>
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={say('removePoint', { n: index + 1 })}
                    onClick={() => onChange((before) => removePoint(before, index))}
                  >
                    <IconX aria-hidden size={18} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
            <tr
              key={`new ${points.length}`}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                if (whole !== undefined) append(whole);
              }}
            >
              <th scope="row" className="figures">
                {number(next)}
              </th>
              <td>
                <AngleField
                  label={say('latOf', { n: next })}
                  axis="lat"
                  value={half?.lat}
                  onChange={(lat) => setHalf({ ...half, lat })}
                  onBoth={(...both) => append(both)}
                />
              </td>
              <td>
                <AngleField
                  label={say('lonOf', { n: next })}
                  axis="lon"
                  value={half?.lon}
                  onChange={(lon) => setHalf({ ...half, lon })}
                  onBoth={(...both) => append(both)}
                />
              </td>
              <td />
            </tr>
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <Button variant="subtle" onClick={() => setShown(shown + 10 * SHOWN)}>
          {say('morePoints', { count: hidden, n: number(hidden) })}
        </Button>
      )}
      <Button
        variant="default"
        size="sm"
        className="points-add"
        leftSection={<IconPlus aria-hidden size={18} />}
        disabled={whole === undefined}
        onClick={() => {
          if (whole !== undefined) append(whole);
        }}
      >
        {say('addPoint')}
      </Button>
    </>
  );
};
