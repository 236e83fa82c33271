import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Shape } from '../../kernel/shape/shape.ts';
import { audienceCountQuery, ruleCountQuery } from '../api/people/counts.ts';
import { Light } from '../parts/light.tsx';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import type { Kind } from './shape/draft.ts';
import { mapWords } from './words.ts';

const EVERYBODY = { field: 'number', op: 'exists' } as const;
const NOWHERE = { not: { field: 'position', op: 'exists' } } as const;
const NO_CODE = { not: { field: 'postalCode', op: 'exists' } } as const;

/** Whom no area of this kind can reach: without a position, or without a postal code. */
const Unreached = ({ kind }: { readonly kind: Kind }): ReactNode => {
  const say = useWords(mapWords);
  const { number } = useFormats();
  const all = useQuery(ruleCountQuery(EVERYBODY)).data?.people;
  const without = useQuery(ruleCountQuery(kind === 'postalCodes' ? NO_CODE : NOWHERE)).data?.people;
  if (all === undefined || without === undefined || without === 0) return null;
  const values = { count: without, n: number(without), all: number(all) };
  return <Text c="var(--quiet)">{say(kind === 'postalCodes' ? 'uncoded' : 'unplaced', values)}</Text>;
};

interface Props {
  readonly shape: Shape | undefined;
  readonly kind: Kind;
}

/** How many people are in what is drawn, as one draws it. */
export const AreaCount = ({ shape, kind }: Props): ReactNode => {
  const say = useWords(mapWords);
  const { number } = useFormats();
  const counted = useQuery({
    ...audienceCountQuery({ include: shape === undefined ? [] : [{ shape: shape as never }] }),
    enabled: shape !== undefined,
  });
  const { data, isError } = counted;
  return (
    <div>
      <div className="area-count" aria-live="polite">
        {shape === undefined ? (
          <Text>{say('drawToCount')}</Text>
        ) : isError ? (
          <Light tone="warn">{say('countNotKnown')}</Light>
        ) : data === undefined ? (
          <Text>{say('counting')}</Text>
        ) : (
          <>
            <span className="big-figure">
              {say('peopleInside', { count: data.people, n: number(data.people) })}
            </span>
            {data.suppressed.optedOut > 0 && (
              <Text c="var(--quiet)">{say('ofThem', { optedOut: number(data.suppressed.optedOut) })}</Text>
            )}
            {data.people === 0 && <Light tone="warn">{say('nobody')}</Light>}
          </>
        )}
      </div>
      <Unreached kind={kind} />
    </div>
  );
};
