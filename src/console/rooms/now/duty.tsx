import { useQueries, useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { gatewayNow } from '../../words/place.ts';
import { onDuty, rosters } from './queries.ts';
import { nowWords } from './words.ts';

const DAY_MS = 86_400_000;

/** Within a day, a time of the clock can only be the next one. */
const isNear = (time: string): boolean => Date.parse(time) - gatewayNow() < DAY_MS;

/** Who is on duty now, by each roster. */
export const Duty = (): ReactNode => {
  const say = useWords(nowWords);
  const { minute, minuteOn, phone } = useFormats();
  const all = useQuery(rosters());
  const items = all.data?.items ?? [];
  const now = useQueries({ queries: items.map(({ id }) => onDuty(id)) });
  if (all.data === undefined) return null;
  if (items.length === 0) return <p className="now-duty quiet">{say('dutyUnknown')}</p>;
  return (
    <p className="now-duty">
      <span className="quiet">{say('duty')}</span>
      {items.map(({ id, name }, index) => {
        const duty = now[index]?.data;
        if (duty === undefined) return null;
        return (
          <span key={id}>
            <span className="quiet">
              <Said>{say('dutyBy', { name })}</Said>
            </span>{' '}
            {duty.fallback && <span className="quiet">{say('dutyFallback')} </span>}
            {duty.people.length === 0 && say('dutyNobody')}
            {duty.people.map((person, at) => (
              <Fragment key={person.phone}>
                {at > 0 && ', '}
                <strong>
                  <Said>{person.name}</Said>
                </strong>{' '}
                <span className="phone-number">{phone(person.phone)}</span>
              </Fragment>
            ))}
            {duty.unreachable.length > 0 && (
              <Said>{` (${say('dutyUnreachable', { names: duty.unreachable.join(', ') })})`}</Said>
            )}
            {duty.next !== null && (
              <span className="quiet">
                {' '}
                {say('dutyUntil', { time: isNear(duty.next) ? minute(duty.next) : minuteOn(duty.next) })}
              </span>
            )}
          </span>
        );
      })}
    </p>
  );
};
