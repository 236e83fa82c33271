import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/i18n.ts';
import type { LatLon } from './shape/geometry.ts';
import { type Pasted, readCoordinates } from './shape/read-coordinates.ts';
import { mapWords } from './words.ts';

interface Props {
  readonly onPoints: (points: readonly LatLon[]) => void;
}

const FAULTS = {
  nothing: 'pasteNothing',
  offEarth: 'pasteOff',
  odd: 'pasteOdd',
  noPolygon: 'pasteNoPolygon',
} as const;

/** A field for an outline from elsewhere: a list of places, WKT or GeoJSON. */
export const PasteField = ({ onPoints }: Props): ReactNode => {
  const say = useWords(mapWords);
  const [text, setText] = useState('');
  const [read, setRead] = useState<Pasted>();
  const lost =
    read?.kind !== 'points'
      ? []
      : [
          ...(read.holes > 0 ? [say('pasteHoles')] : []),
          ...(read.others > 0 ? [say('pasteOthers', { count: read.others, n: read.others })] : []),
        ];
  return (
    <div>
      <Textarea
        label={say('paste')}
        description={say('pasteHint')}
        autosize
        minRows={2}
        maxRows={6}
        value={text}
        error={read?.kind === 'fault' ? say(FAULTS[read.why], { found: read.found }) : undefined}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setRead(undefined);
        }}
      />
      <Button
        variant="default"
        size="sm"
        mt="xs"
        disabled={text.trim() === ''}
        onClick={() => {
          const pasted = readCoordinates(text);
          setRead(pasted);
          if (pasted.kind !== 'points') return;
          onPoints(pasted.points);
          setText('');
        }}
      >
        {say('pasteUse')}
      </Button>
      <p role="status" className="map-keys">
        {lost.join(' ')}
      </p>
    </div>
  );
};
