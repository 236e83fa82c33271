import { Text } from '@mantine/core';
import { useIsFetching, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { audienceCountQuery, ruleCountQuery } from '../../../../api/people/counts.ts';
import { targetsQuery } from '../../../../api/people/targets.ts';
import { commonWords } from '../../../../words/common.ts';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { reachWords } from './words.ts';

/** An audience has at most so many terms. */
const MOST_TERMS = 50;
/** Without lists, an alert to all of them writes to nobody. */
const NOBODY = { people: 0, suppressed: { optedOut: 0, noConsent: 0 } };

interface FigureProps {
  readonly value: number | undefined;
  readonly label: string;
  readonly hint?: ReactNode;
}

const Figure = ({ value, label, hint }: FigureProps): ReactNode => {
  const common = useWords(commonWords);
  const { number } = useFormats();
  const isCounting = useIsFetching({ queryKey: ['counts'] }) > 0;
  const unknown = isCounting ? '…' : common('notKnown');
  return (
    <div className="card">
      <dt>{label}</dt>
      <dd className="big-figure">{value === undefined ? unknown : number(value)}</dd>
      {hint !== undefined && <dd className="quiet">{hint}</dd>}
    </div>
  );
};

/** Of all contacts, how many an alert to all lists writes to, and why it doesn't to the others. */
export const ReachedNow = (): ReactNode => {
  const say = useWords(reachWords);
  const lists = useQuery(targetsQuery('lists')).data;
  const isCountable = lists !== undefined && lists.length > 0 && lists.length <= MOST_TERMS;
  const contacts = useQuery(ruleCountQuery({ field: 'number', op: 'exists' })).data?.people;
  const dead = useQuery(ruleCountQuery({ field: 'dead', op: 'exists' })).data?.people;
  const onLists = useQuery({
    ...audienceCountQuery({ include: (lists ?? []).map(({ id }) => ({ list: id })) }),
    enabled: isCountable,
  }).data;
  const counted = lists?.length === 0 ? NOBODY : onLists;
  const { people, suppressed } = counted ?? { people: undefined, suppressed: undefined };
  const written = counted && counted.people - counted.suppressed.optedOut - counted.suppressed.noConsent;
  return (
    <section aria-labelledby="reach-now">
      <h2 id="reach-now">{say('now')}</h2>
      <dl className="funnel">
        <Figure value={contacts} label={say('contacts')} />
        <Figure value={written} label={say('written')} hint={say('writtenHint')} />
        <Figure
          value={contacts === undefined || people === undefined ? undefined : contacts - people}
          label={say('onNoList')}
          hint={say('onNoListHint')}
        />
        <Figure value={suppressed?.optedOut} label={say('optedOut')} />
        <Figure value={suppressed?.noConsent} label={say('noConsent')} />
        <Figure
          value={dead}
          label={say('dead')}
          hint={
            <>
              {say('deadHint')} <Link href="/people/dead">{say('seeDead')}</Link>
            </>
          }
        />
      </dl>
      {lists !== undefined && lists.length > MOST_TERMS && <Text>{say('tooManyLists')}</Text>}
    </section>
  );
};
