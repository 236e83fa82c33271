import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { onDutyQuery, type Roster } from '../../../api/inbox/rosters.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { dutyWords } from './words.ts';
import { useZoned } from './zoned.ts';

/** Who is on duty at this moment, by name and number, and until when. */
export const OnNow = ({ of: { id, timeZone } }: { readonly of: Roster }): ReactNode => {
  const say = useWords(dutyWords);
  const { phone } = useFormats();
  const { moment } = useZoned(timeZone);
  const found = useQuery(onDutyQuery(id));
  return (
    <Loaded of={found}>
      {({ people, fallback, unreachable, next }) => (
        <Stack gap={6}>
          {people.length === 0 && (
            <>
              <Light tone="bad">{say('nobody')}</Light>
              <Text>{say('nobodyHint')}</Text>
            </>
          )}
          {people.length > 0 && fallback && <Light tone="warn">{say('fallbackOn')}</Light>}
          <ul className="on-duty">
            {people.map((one) => (
              <li key={`${one.name} ${one.phone}`}>
                <strong className="on-duty-name">
                  <Said>{one.name}</Said>
                </strong>{' '}
                <a href={`tel:${one.phone}`} className="phone-number figures">
                  {phone(one.phone)}
                </a>
              </li>
            ))}
          </ul>
          {unreachable.length > 0 && (
            <Light tone="warn">{say('unreachable', { names: unreachable.join(', ') })}</Light>
          )}
          <Text c="var(--quiet)">
            {next === null ? say('noChange') : say('until', { time: moment(next) })}
          </Text>
        </Stack>
      )}
    </Loaded>
  );
};
