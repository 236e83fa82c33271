import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/i18n.ts';
import { readAngle, readLatLon } from './shape/read-coordinates.ts';
import { mapWords } from './words.ts';

interface Props {
  readonly label: string;
  readonly axis: 'lat' | 'lon';
  readonly isLabelSeen?: boolean;
  readonly value: number | undefined;
  readonly onChange: (angle: number) => void;
  /** Both angles were pasted into this one field. */
  readonly onBoth: (lat: number, lon: number) => void;
}

const DIGITS = 6;
const LIMITS = { lat: 90, lon: 180 } as const;

/** What was computed may have digits of nothing: 43.620000000000005. */
const shown = (angle: number): string => String(Number(angle.toFixed(DIGITS)));

/** A latitude or a longitude as text: what is wrong in it stays, with the reason. */
export const AngleField = ({ label, axis, isLabelSeen, value, onChange, onBoth }: Props): ReactNode => {
  const say = useWords(mapWords);
  const [typed, setTyped] = useState<string>();
  const angle = typed === undefined ? undefined : readAngle(typed, axis);
  const isWrong = typed !== undefined && (angle === undefined || Math.abs(angle) > LIMITS[axis]);
  return (
    <TextInput
      {...(isLabelSeen ? { label } : { 'aria-label': label })}
      inputMode="text"
      value={typed ?? (value === undefined ? '' : shown(value))}
      error={isWrong && typed !== '' ? say(axis === 'lat' ? 'badLat' : 'badLon') : undefined}
      onChange={({ currentTarget }) => {
        const text = currentTarget.value;
        const read = readAngle(text, axis);
        // "1,44" alone is one angle, as it is written in French.
        const both = read === undefined ? readLatLon(text) : undefined;
        if (both !== undefined) {
          setTyped(undefined);
          onBoth(both[0], both[1]);
          return;
        }
        setTyped(text);
        if (read !== undefined && Math.abs(read) <= LIMITS[axis]) onChange(read);
      }}
      // What could be read is shown as it was understood; what couldn't stays for its writer to mend.
      onBlur={() => {
        if (!isWrong || typed === '') setTyped(undefined);
      }}
    />
  );
};
