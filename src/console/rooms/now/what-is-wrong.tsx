import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Alarm, alarmsQuery } from '../../api/operation/alarms.ts';
import { Light } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { AlarmRow } from './alarm-row.tsx';
import { Question } from './question.tsx';
import { nowWords } from './words.ts';

const SHOWN = 2;

/** The critical ones first, and in each the newest first, as the gateway lists them. */
const inOrder = (alarms: readonly Alarm[]): readonly Alarm[] =>
  alarms.toSorted((a, b) => Number(a.severity !== 'critical') - Number(b.severity !== 'critical'));

/** The alarms of the gateway about itself, each with what to do. */
export const WhatIsWrong = (): ReactNode => {
  const say = useWords(nowWords);
  const { number } = useFormats();
  const [isLong, setLong] = useState(false);
  const open = useQuery(alarmsQuery({ state: 'open' }));
  const seenTo = useQuery(alarmsQuery({ state: 'acknowledged' }));
  const silenced = useQuery(alarmsQuery({ state: 'silenced' }));
  const quiet = silenced.data?.items ?? [];
  return (
    <Question title={say('isWrong')} className="is-wrong">
      <div className="card">
        <Loaded of={open}>
          {({ items }) => {
            const all = [...inOrder(items), ...inOrder(seenTo.data?.items ?? [])];
            const shown = isLong ? [...all, ...quiet] : all.slice(0, SHOWN);
            const more = all.length + quiet.length - shown.length;
            return (
              <>
                {all.length === 0 && (
                  <Loaded of={seenTo}>{() => <Light tone="good">{say('nothingWrong')}</Light>}</Loaded>
                )}
                {shown.length > 0 && (
                  <ul className="rows">
                    {shown.map((alarm) => (
                      <AlarmRow key={alarm.id} alarm={alarm} />
                    ))}
                  </ul>
                )}
                {more > 0 && (
                  <Button variant="subtle" size="compact-md" onClick={() => setLong(true)}>
                    {all.length > SHOWN
                      ? say('moreAlarms', { count: more, n: number(more) })
                      : say('silenced', { count: more, n: number(more) })}
                  </Button>
                )}
              </>
            );
          }}
        </Loaded>
      </div>
    </Question>
  );
};
