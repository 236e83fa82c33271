import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useWords } from '../../../words/i18n.ts';
import { alertWords } from '../words/alert-words.ts';
import { liveWords } from '../words/live-words.ts';
import { sumOf } from './figures.ts';
import { OUTCOMES, outcomesIn } from './outcomes.ts';

type Wave = AlertOverview['waves'][number];

/** Each time that something was said, and what became of it. */
export const WavesTable = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(liveWords);
  const sayAlert = useWords(alertWords);
  const gatewaySays = useGatewayText();
  const { number, moment } = useFormats();
  const figures = outcomesIn(overview.waves).map(
    (key): Column<Wave> => ({
      key,
      title: say(key),
      isFigure: true,
      cell: ({ byState }) => number(sumOf(byState, OUTCOMES[key])),
    }),
  );
  return (
    <section className="card" aria-labelledby="alert-waves">
      <h2 id="alert-waves">{say('wavesTitle')}</h2>
      <DataTable
        label={say('wavesTitle')}
        rows={overview.waves}
        rowKey={({ wave }) => wave}
        columns={[
          {
            key: 'wave',
            title: say('wave'),
            cell: ({ wave, kind, complete, cut }) => (
              <div>
                <b>
                  {number(wave)}. {sayAlert(`wave_${kind}`)}
                </b>
                {!complete && cut === null && <Text c="var(--quiet)">{say('waveOpen')}</Text>}
                {cut !== null && <Text c="var(--quiet)">{say('waveCut', { why: gatewaySays(cut) })}</Text>}
              </div>
            ),
          },
          { key: 'startedAt', title: say('startedAt'), cell: ({ startedAt }) => moment(startedAt) },
          {
            key: 'people',
            title: say('people'),
            isFigure: true,
            cell: ({ recipients }) => number(recipients),
          },
          ...figures,
        ]}
      />
    </section>
  );
};
