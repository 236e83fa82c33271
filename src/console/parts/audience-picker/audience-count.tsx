import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Audience, countQuery } from '../../api/people/audiences.ts';
import { isProblem } from '../../api/problem.ts';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Light } from '../light.tsx';
import { ProblemNote } from '../problems/problem-note.tsx';
import { usePaused } from '../use-paused.ts';
import { Speakers, type Texts } from './speakers.tsx';
import { isNobody } from './terms.ts';
import { audienceWords } from './words.ts';

const PAUSE_MS = 250;

/** How many people an audience has now, and who of them gets nothing. */
export const useCount = (audience: Audience, overrideOptOut: boolean) => {
  const paused = usePaused(audience, PAUSE_MS);
  return useQuery({ ...countQuery(paused, overrideOptOut), enabled: !isNobody(paused) });
};

interface Props {
  readonly audience: Audience;
  readonly overrideOptOut: boolean;
  /** The languages of the texts, to say who has none; undefined: there is no text yet. */
  readonly texts: Texts | undefined;
}

/** The count of an audience: the figure, who is left out and why, and what stops it. */
export const AudienceCount = ({ audience, overrideOptOut, texts }: Props): ReactNode => {
  const say = useWords(audienceWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const counted = useCount(audience, overrideOptOut);
  if (isNobody(audience)) return <Light tone="bad">{say('nobody')}</Light>;
  if (counted.isError && !isProblem(counted.error, 'validation'))
    return <ProblemNote error={counted.error} onRetry={() => void counted.refetch()} />;
  const count = counted.data;
  if (count === undefined)
    return <Text c="var(--quiet)">{counted.isError ? say('unknown') : say('counting')}</Text>;
  const { optedOut, noConsent } = count.suppressed;
  const people = count.people - optedOut - noConsent;
  return (
    <Stack gap="xs" className={counted.isFetching ? 'count count-old' : 'count'}>
      <Group gap="xs" align="baseline">
        <Text component="strong" className="big-figure">
          {number(people)}
        </Text>
        <Text>{say('get', { count: people })}</Text>
      </Group>
      {count.missing.length > 0 && (
        <Light tone="bad">{say('missing', { names: count.missing.join(', ') })}</Light>
      )}
      {people === 0 && count.missing.length === 0 && (
        <Light tone="bad">
          {count.people === 0 ? say('empty') : say('allSuppressed', { n: number(count.people) })}
        </Light>
      )}
      {optedOut > 0 && (
        <Light tone="off">
          {say('leftOut', { who: say('optedOut', { count: optedOut, n: number(optedOut) }) })}
        </Light>
      )}
      {noConsent > 0 && (
        <Light tone="off">
          {say('leftOut', { who: say('noConsent', { count: noConsent, n: number(noConsent) }) })}
        </Light>
      )}
      {texts !== undefined && <Speakers count={count} texts={texts} />}
      {count.warnings.map((warning) => (
        <Light key={warning} tone="warn">
          {warning}
        </Light>
      ))}
      <span role="status" className="seen-by-readers-only">
        {counted.isFetching
          ? ''
          : say('announced', { people: sayCommon('people', { count: people, n: number(people) }) })}
      </span>
    </Stack>
  );
};
