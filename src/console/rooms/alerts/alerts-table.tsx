import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Alert, AlertOverview } from '../../api/alerts/alerts.ts';
import { AlertState } from '../../parts/alerts/alert-state.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { alertsWords } from './words.ts';

interface Props {
  readonly label: string;
  readonly alerts: readonly Alert[];
  /** Those whose figures are known too. */
  readonly known?: ReadonlyMap<number, AlertOverview>;
}

/** A draft is opened where it was written. */
const pathOf = ({ id, state }: Alert): string =>
  state === 'draft' || state === 'returned' ? `/alerts/new/${id}` : `/alerts/${id}`;

export const AlertsTable = ({ label, alerts, known }: Props): ReactNode => {
  const say = useWords(alertsWords);
  const { number, moment, minuteOn } = useFormats();
  const awaited = ({ id }: Alert): ReactNode => {
    const overview = known?.get(id);
    // Who was asked is not known in the list of all: it must not say that nobody was.
    if (overview === undefined) return null;
    const { approval } = overview;
    if (approval === undefined || approval === null || approval.paged.length === 0)
      return say('awaitsAnybody');
    const names = [...new Set(approval.paged.map(({ name }) => name))].join(', ');
    return <Said>{say('awaits', { names, at: minuteOn(approval.deadline) })}</Said>;
  };
  const progress: Column<Alert> = {
    key: 'progress',
    title: say('progress'),
    isFigure: true,
    cell: ({ id }) => {
      const of = known?.get(id);
      if (of === undefined || of.waves.length === 0) return '';
      const { people, toCome } = of.progress;
      const n = people.toReach + (of.waves.length > 1 ? 0 : toCome);
      return say('reachedOf', { reached: number(people.reached), n: number(n) });
    },
  };
  return (
    <DataTable
      label={label}
      rows={alerts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'title',
          title: say('alert'),
          cell: (alert) => (
            <div>
              {alert.kind === 'exercise' && <strong className="alerts-exercise">{say('exercise')}</strong>}{' '}
              <Link href={pathOf(alert)} className="alerts-title">
                <Said>{alert.title}</Said>
              </Link>
            </div>
          ),
        },
        {
          key: 'state',
          title: say('state'),
          cell: (alert) => (
            <div>
              <AlertState {...alert} />
              {alert.state === 'pendingApproval' && <Text c="var(--quiet)">{awaited(alert)}</Text>}
            </div>
          ),
        },
        ...(known === undefined ? [] : [progress]),
        {
          key: 'by',
          title: say('by'),
          cell: ({ launched, created }) => (
            <span className="name-cell">
              <Said>
                {launched === null
                  ? say('wrote', { who: created?.by.name ?? '' })
                  : say('launched', { who: launched.by.name })}
              </Said>
            </span>
          ),
        },
        {
          key: 'when',
          title: say('when'),
          cell: ({ launched, created }) => {
            const at = launched?.at ?? created?.at;
            return at === undefined ? '' : <span className="figures">{moment(at)}</span>;
          },
        },
      ]}
    />
  );
};
