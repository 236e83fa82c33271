import type { ReactNode } from 'react';
import type { Route } from '../../../api/routes.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { Facts } from '../facts.tsx';
import { BEST_DBM, curveOf, strengthOf, WORST_DBM } from './curve.ts';
import { modemWords } from './words.ts';

type SignalView = NonNullable<Route['modem']>['signal'];

const BOX = { width: 480, height: 96 };
const TONES = { good: 'good', weak: 'warn', poor: 'bad' } as const;
const dB = (value: number | null): string =>
  value === null ? '–' : String(Math.round(value)).replace('-', '−');

/** The signal now, and over the last day as a curve with its table. */
export const Signal = ({ signal }: { readonly signal: SignalView }): ReactNode => {
  const say = useWords(modemWords);
  const { minute } = useFormats();
  const { dbm, rsrp, rsrq, history } = signal;
  const points = history.flatMap(({ at, dbm: mean }) =>
    mean === null ? [] : [{ at: Date.parse(at), dbm: mean }],
  );
  return (
    <section className="card wide">
      <h2>{say('signal')}</h2>
      <Facts
        facts={[
          {
            name: say('signalNow'),
            value:
              dbm === null ? null : (
                <Light tone={TONES[strengthOf(dbm)]}>
                  <span className="big-figure">{dB(dbm)} dBm</span> {say(`signal_${strengthOf(dbm)}`)}
                </Light>
              ),
          },
          ...(rsrp === null ? [] : [{ name: 'RSRP', value: `${dB(rsrp)} dBm` }]),
          ...(rsrq === null ? [] : [{ name: 'RSRQ', value: `${dB(rsrq)} dB` }]),
        ]}
      />
      {history.length === 0 ? (
        <p className="quiet">{say('noHistory')}</p>
      ) : (
        <div className="signal">
          <figure aria-hidden>
            <svg viewBox={`0 -4 ${BOX.width} ${BOX.height + 8}`} className="curve" preserveAspectRatio="none">
              <title>{say('signalDay')}</title>
              {curveOf(points, gatewayNow(), BOX).map((path) => (
                <path key={path} d={path} />
              ))}
            </svg>
            <figcaption>
              <span>{say('dayAgo')}</span>
              <span>
                {dB(WORST_DBM)} … {dB(BEST_DBM)} dBm
              </span>
              <span>{say('now')}</span>
            </figcaption>
          </figure>
          <details>
            <summary>{say('asTable')}</summary>
            <DataTable
              label={say('signalDay')}
              columns={[
                { key: 'at', title: say('from'), cell: ({ at }) => minute(at) },
                { key: 'dbm', title: say('mean'), isFigure: true, cell: (slot) => dB(slot.dbm) },
                { key: 'low', title: say('lowest'), isFigure: true, cell: (slot) => dB(slot.lowestDbm) },
                { key: 'rsrp', title: 'RSRP', isFigure: true, cell: (slot) => dB(slot.rsrp) },
                { key: 'rsrq', title: 'RSRQ', isFigure: true, cell: (slot) => dB(slot.rsrq) },
              ]}
              rows={history.toReversed()}
              rowKey={({ at }) => at}
            />
          </details>
        </div>
      )}
    </section>
  );
};
