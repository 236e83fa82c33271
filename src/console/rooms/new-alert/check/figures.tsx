import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { inWords } from '../../../../domain/text/french/in-words.ts';
import type { Preview } from '../../../api/alerts/drafts.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { placeZone } from '../../../words/place.ts';
import { doneAt } from '../logic/sentence.ts';
import { Folded } from '../what/folded.tsx';
import { checkWords } from './words.ts';

interface Props {
  readonly preview: Preview;
  /** When its first message may leave, ms since the epoch. */
  readonly at: number;
  readonly overrideOptOut: boolean;
}

const Figure = ({ label, value }: { readonly label: string; readonly value: string }): ReactNode => (
  <div>
    <dt>{label}</dt>
    <dd className="big-figure">{value}</dd>
  </div>
);

/** The figures of what would go out. */
export const Figures = ({ preview, at }: Omit<Props, 'overrideOptOut'>): ReactNode => {
  const say = useWords(checkWords);
  const sayCommon = useWords(commonWords);
  const language = useLanguage();
  const { number, minuteOn } = useFormats();
  const done = doneAt(preview, at);
  const { cost } = preview;
  const money =
    cost === null
      ? sayCommon('notKnown')
      : new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
          style: 'currency',
          currency: cost.currency,
        }).format(cost.amount);
  return (
    <dl className="figures-row">
      <Figure label={say('figPeople')} value={number(preview.people)} />
      <Figure label={say('figSms')} value={`${preview.estimated ? '≈ ' : ''}${number(preview.parts)}`} />
      <Figure label={say('figDone')} value={done === undefined ? sayCommon('notKnown') : minuteOn(done)} />
      <Figure label={say('figCost')} value={money} />
    </dl>
  );
};

/** What the person should know before sending: who is left out, what is late. */
export const Report = ({ preview, overrideOptOut }: Pick<Props, 'preview' | 'overrideOptOut'>): ReactNode => {
  const say = useWords(checkWords);
  const language = useLanguage();
  const { number } = useFormats();
  const timeZone = placeZone();
  const left = Object.entries(preview.suppressed).filter(([, people]) => people > 0);
  const leftOut = left.reduce((sum, [, people]) => sum + people, 0);
  const reasons = left
    .map(([reason, people]) =>
      reason === 'optedOut' || reason === 'noConsent'
        ? say(`r_${reason}`, { count: people, n: number(people) })
        : `${reason} ${number(people)}`,
    )
    .join(', ');
  return (
    <Stack gap="xs">
      {leftOut > 0 && (
        <Light tone="off">{say('suppressed', { count: leftOut, n: number(leftOut), reasons })}</Light>
      )}
      {overrideOptOut && <Light tone="warn">{say('optOut')}</Light>}
      {!preview.inTime && preview.people > 0 && (
        <Light tone="warn">
          {preview.etaReason === null
            ? say('late')
            : `${say('late')} ${inWords(preview.etaReason, language, timeZone)}`}
        </Light>
      )}
      {preview.estimated && <Light tone="off">{say('estimated')}</Light>}
      {preview.cost === null && <Text c="var(--quiet)">{say('noPrice')}</Text>}
    </Stack>
  );
};

/** How each route would do it alone. */
export const RouteReport = ({ preview, at }: Pick<Props, 'preview' | 'at'>): ReactNode => {
  const say = useWords(checkWords);
  const { number, clockOn } = useFormats();
  if (preview.routes.length === 0) return null;
  return (
    <Folded title={say('routes')}>
      <DataTable
        label={say('routes')}
        rows={preview.routes}
        rowKey={({ route }) => route}
        columns={[
          { key: 'route', title: say('route'), cell: ({ route }) => route },
          {
            key: 'state',
            title: say('routeState'),
            cell: ({ usable }) => (
              <Light tone={usable ? 'good' : 'bad'}>{say(usable ? 'usable' : 'unusable')}</Light>
            ),
          },
          { key: 'pace', title: say('pace'), isFigure: true, cell: ({ rate }) => number(rate) },
          {
            key: 'alone',
            title: say('alone'),
            isFigure: true,
            cell: (route) => {
              const done = doneAt(route, at);
              return done === undefined ? say('never') : clockOn(done);
            },
          },
        ]}
      />
    </Folded>
  );
};
