import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { calendarQuery, type Roster } from '../../../api/inbox/rosters.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import { calendarDays, type Piece } from './calendar-days.ts';
import { dutyWords } from './words.ts';
import { useZoned } from './zoned.ts';

interface PieceProps {
  readonly of: Piece;
  readonly timeZone: string;
}

const Who = ({ of: { who, kind } }: Pick<PieceProps, 'of'>): ReactNode => {
  const say = useWords(dutyWords);
  if (kind === 'planned') return <Said>{who.join(', ')}</Said>;
  return (
    <Light tone="warn">
      {kind === 'nobody' ? say('gapMark') : <Said>{say('fallbackMark', { who: who.join(', ') })}</Said>}
    </Light>
  );
};

const Line = ({ of, timeZone }: PieceProps): ReactNode => {
  const say = useWords(dutyWords);
  const { minute } = useZoned(timeZone);
  const end = minute(of.to) === '00:00' ? '24:00' : minute(of.to);
  return (
    <li className={of.kind === 'planned' ? 'duty-piece' : 'duty-piece duty-gap'}>
      <span className="figures duty-time">{of.isAllDay ? say('allDay') : `${minute(of.from)} – ${end}`}</span>
      <Who of={of} />
    </li>
  );
};

/** The coming days, one under the other, with who is on duty in each. */
export const Calendar = ({ of: { id, timeZone } }: { readonly of: Roster }): ReactNode => {
  const found = useQuery(calendarQuery(id));
  const { day } = useZoned(timeZone);
  return (
    <Loaded of={found}>
      {({ items }) => (
        <ol className="duty-days">
          {calendarDays(items, timeZone).map(({ from, pieces }) => (
            <li key={from}>
              <h3>{day(from)}</h3>
              <ul>
                {pieces.map((one) => (
                  <Line key={one.from} of={one} timeZone={timeZone} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
};
