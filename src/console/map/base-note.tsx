import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../session/session-context.tsx';
import { useWords } from '../words/i18n.ts';
import type { Base } from './canvas/use-base.ts';
import { mapWords } from './words.ts';

const SENTENCES = { failed: 'mapFailed', partial: 'mapPartial', none: 'noMap' } as const;
const HINTS = { failed: 'mapFailedHint', partial: 'mapFailedHint', none: 'noMapHint' } as const;

/** Says why there is no base map, or not all of it, where that is so. */
export const BaseNote = ({ state }: Pick<Base, 'state'>): ReactNode => {
  const say = useWords(mapWords);
  const may = useMay();
  if (state === 'there' || state === 'loading') return null;
  return (
    <Text c="var(--quiet)">
      {say(SENTENCES[state])} {may('reloadConfig') && say(HINTS[state])}
    </Text>
  );
};
