import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { someAttributesQuery, targetsQuery } from '../../../../api/people/targets.ts';
import { useLanguageName } from '../../../../parts/text-editor/language-name.ts';
import type { Named } from './rule-sentence.ts';

interface Thing {
  readonly id: number;
  readonly name: string;
}

/** What rules may name. */
export interface Known {
  readonly list: readonly Thing[];
  readonly area: readonly Thing[];
  /** Names that some contacts have, to choose from; there may be others. */
  readonly attributes: readonly string[];
}

const NONE: readonly Thing[] = [];

export const useKnown = (): Known => {
  const list = useQuery(targetsQuery('lists')).data ?? NONE;
  const area = useQuery(targetsQuery('areas')).data ?? NONE;
  const attributes = useQuery(someAttributesQuery()).data;
  return useMemo(() => ({ list, area, attributes: attributes ?? [] }), [list, area, attributes]);
};

/** The names with which a rule is read aloud. */
export const useNamed = (): Named => {
  const { list, area } = useKnown();
  const language = useLanguageName();
  return useMemo(
    () => ({
      list: (id) => list.find((one) => one.id === id)?.name,
      area: (id) => area.find((one) => one.id === id)?.name,
      language,
    }),
    [list, area, language],
  );
};
