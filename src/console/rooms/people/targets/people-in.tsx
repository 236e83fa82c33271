import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Audience, audienceCountQuery } from '../../../api/people/counts.ts';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { targetWords } from './words.ts';

interface Props {
  readonly term: Audience['include'][number];
  /** Says also who of them gets nothing, and why. */
  readonly isWhole?: boolean;
}

/** Who of a list, a segment or an area gets nothing, and why; nothing where that is nobody. */
export const Suppressed = ({ term }: Pick<Props, 'term'>): ReactNode => {
  const say = useWords(targetWords);
  const { number } = useFormats();
  const { data } = useQuery(audienceCountQuery({ include: [term] }));
  const { optedOut = 0, noConsent = 0 } = data?.suppressed ?? {};
  if (optedOut + noConsent === 0) return null;
  const values = {
    n: number(optedOut + noConsent),
    optedOut: number(optedOut),
    noConsent: number(noConsent),
  };
  return <Text c="var(--quiet)">{say('suppressed', values)}</Text>;
};

/** How many people a list, a segment or an area has: not known while it isn't, never zero. */
export const PeopleIn = ({ term, isWhole = false }: Props): ReactNode => {
  const say = useWords(targetWords);
  const common = useWords(commonWords);
  const { number } = useFormats();
  const { data, isPending } = useQuery(audienceCountQuery({ include: [term] }));
  if (data === undefined) return <Text span>{isPending ? '…' : common('notKnown')}</Text>;
  return (
    <>
      {number(data.people)}
      {isWhole && <Suppressed term={term} />}
      {data.missing.length > 0 && (
        <Text c="var(--bad)">{say('missingNow', { what: data.missing.join(', ') })}</Text>
      )}
    </>
  );
};
