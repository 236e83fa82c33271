import { Button, Group, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconMap } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Audience, AudienceTerm } from '../../api/people/audiences.ts';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { GroupPicks } from './group-picks.tsx';
import { NumbersField } from './numbers-field.tsx';
import { numbersOf, shapeOf, withNumbers, withShape } from './terms.ts';
import { audienceWords } from './words.ts';
import './audience-picker.css';

/** The map is large, and most alerts need none. */
const AreaEditor = lazy(async () => ({ default: (await import('../../map/area-editor.tsx')).AreaEditor }));

interface Props {
  readonly audience: Audience;
  readonly onChange: (audience: Audience) => void;
  /** What the gateway says of the numbers. */
  readonly numbersError?: string | undefined;
}

const Drawn = ({
  terms,
  onChange,
}: {
  readonly terms: readonly AudienceTerm[];
  readonly onChange: (terms: AudienceTerm[]) => void;
}): ReactNode => {
  const say = useWords(audienceWords);
  const sayCommon = useWords(commonWords);
  const shape = shapeOf(terms);
  const [isOpen, open] = useState(shape !== undefined);
  if (!isOpen) {
    return (
      <Button
        variant="default"
        leftSection={<IconMap size={18} aria-hidden />}
        className="pick-open"
        onClick={() => open(true)}
      >
        {say('draw')}
      </Button>
    );
  }
  return (
    <Stack gap="xs">
      <Suspense fallback={<p aria-busy>{sayCommon('loading')}</p>}>
        <AreaEditor
          label={say('drawn')}
          value={shape}
          onChange={(next) => onChange(withShape(terms, next))}
        />
      </Suspense>
      <Button
        variant="subtle"
        className="pick-open"
        onClick={() => {
          onChange(withShape(terms, undefined));
          open(false);
        }}
      >
        {say('drop')}
      </Button>
    </Stack>
  );
};

/** Picks an audience of lists, segments, areas, who is on duty, and numbers. It begins with nobody. */
export const AudiencePicker = ({ audience, onChange, numbersError }: Props): ReactNode => {
  const say = useWords(audienceWords);
  const { include, within = [], exclude = [] } = audience;
  const [isNarrowing, narrow] = useState(within.length + exclude.length > 0);
  const set = (next: Partial<Audience>): void => {
    const inside = next.within ?? within;
    const outside = next.exclude ?? exclude;
    onChange({
      include: next.include ?? include,
      ...(inside.length > 0 && { within: inside }),
      ...(outside.length > 0 && { exclude: outside }),
    });
  };
  const setInclude = (terms: AudienceTerm[]): void => set({ include: terms });
  const Chevron = isNarrowing ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="md">
      <GroupPicks kind="list" terms={include} onChange={setInclude} />
      <GroupPicks kind="segment" terms={include} onChange={setInclude} />
      <GroupPicks kind="area" terms={include} onChange={setInclude} />
      <GroupPicks kind="roster" terms={include} onChange={setInclude} />
      <Drawn terms={include} onChange={setInclude} />
      <NumbersField
        numbers={numbersOf(include)}
        error={numbersError}
        onChange={(numbers) => setInclude(withNumbers(include, numbers))}
      />
      <Group>
        <Button
          variant="subtle"
          className="pick-open"
          aria-expanded={isNarrowing}
          leftSection={<Chevron size={18} aria-hidden />}
          onClick={() => narrow(!isNarrowing)}
        >
          {say('narrow')}
        </Button>
      </Group>
      {isNarrowing && (
        <Stack gap="md" className="narrowed">
          {(['area', 'segment', 'list'] as const).map((kind) => (
            <GroupPicks
              key={kind}
              kind={kind}
              label={say('within')}
              terms={within}
              onChange={(terms) => set({ within: terms })}
            />
          ))}
          {(['list', 'segment', 'area'] as const).map((kind) => (
            <GroupPicks
              key={kind}
              kind={kind}
              label={say('exclude')}
              terms={exclude}
              onChange={(terms) => set({ exclude: terms })}
            />
          ))}
        </Stack>
      )}
    </Stack>
  );
};
