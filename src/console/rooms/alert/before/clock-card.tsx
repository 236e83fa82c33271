import { Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { Light } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { beforeWords } from '../words/before-words.ts';

interface Props {
  readonly overview: AlertOverview;
  /** Within another card. */
  readonly isPlain?: boolean;
}

/** Until when it waits for an approval, and who was asked. */
export const ClockCard = ({ overview: { approval }, isPlain = false }: Props): ReactNode => {
  const say = useWords(beforeWords);
  const { clockOn, duration } = useFormats();
  const [now, setNow] = useState(gatewayNow);
  const ticking = useInterval(() => setNow(gatewayNow()), 1000);
  useEffect(() => {
    ticking.start();
    return ticking.stop;
  }, [ticking.start, ticking.stop]);
  const leftS = approval === null ? 0 : (Date.parse(approval.deadline) - now) / 1000;
  const body = approval !== null && (
    <>
      <Text fw={600} className="figures">
        {leftS > 0 ? (
          <Light tone="waiting">
            {say('clockLeft', { left: duration(leftS), at: clockOn(approval.deadline) })}
          </Light>
        ) : (
          <Light tone="bad">{say('clockOver', { at: clockOn(approval.deadline) })}</Light>
        )}
      </Text>
      {approval.paged.length === 0 ? (
        <Text c="var(--quiet)">{say('pagedNobody')}</Text>
      ) : (
        <ul className="alert-lines">
          {approval.paged.map(({ name, at, answeredAt }) => (
            <li key={`${name} ${at}`}>
              <Said>
                {answeredAt === null
                  ? say('paged', { name, at: clockOn(at) })
                  : say('pagedAnswered', { name, at: clockOn(at), answered: clockOn(answeredAt) })}
              </Said>
            </li>
          ))}
        </ul>
      )}
    </>
  );
  if (isPlain) return body;
  return (
    <section className="card alert-clock" aria-labelledby="alert-clock">
      <h2 id="alert-clock">{say('clock')}</h2>
      {body || <Text c="var(--quiet)">{say('noClock')}</Text>}
    </section>
  );
};
