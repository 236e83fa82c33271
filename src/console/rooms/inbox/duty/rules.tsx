import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Roster } from '../../../api/inbox/rosters.ts';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { dutyWords } from './words.ts';
import { useZoned } from './zoned.ts';

/** The rules of a roster in sentences. */
export const Rules = ({ of }: { readonly of: Roster }): ReactNode => {
  const say = useWords(dutyWords);
  const { number } = useFormats();
  const { date, moment } = useZoned(of.timeZone);
  const shifts = of.shifts.map((shift) =>
    'days' in shift
      ? say('weekly', {
          days: shift.days.map((day) => say(day)).join(', '),
          from: shift.from,
          to: shift.to,
          who: shift.who.join(', '),
        })
      : say('rotation', {
          n: number(shift.everyDays),
          at: shift.at,
          start: date(shift.start),
          who: shift.who.join(', '),
        }),
  );
  const exceptions = of.exceptions
    .filter(({ to }) => Date.parse(to) > gatewayNow())
    .map(({ from, to, out, in: into }) => {
      const times = { from: moment(from), to: moment(to) };
      if (out === null) return say('exceptionIn', { in: into ?? '', ...times });
      if (into === null) return say('exceptionOut', { out, ...times });
      return say('exceptionSwap', { in: into, out, ...times });
    });
  const { periods, until } = of.imported;
  return (
    <Stack gap={6}>
      <ul className="plain-list">
        {[...shifts, ...exceptions].map((line) => (
          <li key={line}>
            <Said>{line}</Said>
          </li>
        ))}
        {until !== null && (
          <li>{say('imported', { count: periods, n: number(periods), until: moment(until) })}</li>
        )}
        <li>
          <Said>
            {of.fallback.length === 0 ? say('noFallback') : say('fallback', { who: of.fallback.join(', ') })}
          </Said>
        </li>
      </ul>
      <Text c="var(--quiet)">{say('zone', { zone: of.timeZone })}</Text>
    </Stack>
  );
};
