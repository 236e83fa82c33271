import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type EarCheck, earsQuery } from '../../api/routes.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Light } from '../../parts/light.tsx';
import { Reason } from '../../parts/reason.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { routesWords } from './words.ts';

const TONES = { passed: 'good', failed: 'bad', unknown: 'waiting' } as const;
const WORDS = { passed: 'heard', failed: 'notHeard', unknown: 'notYetHeard' } as const;

/** What the modems that listen heard of the other routes; nothing where there is no such modem. */
export const Ears = ({ of }: { readonly of?: string }): ReactNode => {
  const say = useWords(routesWords);
  const { moment } = useFormats();
  const { data = [] } = useQuery(earsQuery());
  const checks = data.filter(({ ear, route }) => of === undefined || ear === of || route === of);
  if (checks.length === 0) return null;
  return (
    <section className="card wide">
      <h2>{say('ears')}</h2>
      <p className="quiet">{say('earsSaid')}</p>
      <DataTable<EarCheck>
        label={say('ears')}
        columns={[
          { key: 'route', title: say('route'), cell: ({ route }) => <bdi>{route}</bdi> },
          { key: 'ear', title: say('ear'), cell: ({ ear }) => <bdi>{ear}</bdi> },
          {
            key: 'result',
            title: say('result'),
            cell: ({ result, reason }) => (
              <Light tone={TONES[result]}>
                {say(WORDS[result])} {reason !== null && <Reason>{reason}</Reason>}
              </Light>
            ),
          },
          { key: 'at', title: say('sentAt'), cell: ({ sentAt }) => (sentAt === null ? '–' : moment(sentAt)) },
        ]}
        rows={checks}
        rowKey={({ ear, route }) => `${ear} ${route}`}
      />
    </section>
  );
};
