import type { ReactNode } from 'react';
import type { Roster } from '../../../api/inbox/rosters.ts';
import { Light } from '../../../parts/light.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { dutyWords } from './words.ts';
import { useZoned } from './zoned.ts';

/** How many gaps the coming days have, in one light. */
export const GapsLight = ({ of: { gaps } }: { readonly of: Roster }): ReactNode => {
  const say = useWords(dutyWords);
  const { number } = useFormats();
  return gaps.length === 0 ? (
    <Light tone="good">{say('noGaps')}</Light>
  ) : (
    <Light tone="warn">{say('gap', { count: gaps.length, n: number(gaps.length) })}</Light>
  );
};

/** Each gap with its times. */
export const GapList = ({ of: { gaps, fallback, timeZone } }: { readonly of: Roster }): ReactNode => {
  const say = useWords(dutyWords);
  const { duration } = useFormats();
  const { moment } = useZoned(timeZone);
  const key = fallback.length === 0 ? 'gapLine' : 'gapFallback';
  return (
    <ul className="plain-list">
      {gaps.map(({ from, to }) => (
        <li key={from}>
          <Light tone="warn">
            {say(key, {
              from: moment(from),
              to: moment(to),
              duration: duration((Date.parse(to) - Date.parse(from)) / 1000),
            })}
          </Light>
        </li>
      ))}
    </ul>
  );
};
