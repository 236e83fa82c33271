import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { type AlertOverview, alertQuery } from '../../api/alerts/alerts.ts';
import { onEvent } from '../../live/heard.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { useWords } from '../../words/i18n.ts';
import { byGateway } from '../../words/place.ts';
import { AlertCard } from './alert-card.tsx';
import { Calm } from './calm.tsx';
import { withProgress } from './figures.ts';
import { alertsIn } from './queries.ts';
import { Question } from './question.tsx';
import { nowWords } from './words.ts';

/** Shows the figures that an event brings at once: to ask for them anew would take another second. */
const useLiveFigures = (): void => {
  const queries = useQueryClient();
  useEffect(
    () =>
      onEvent((event) => {
        const id = event.data['alert'];
        if (event.type !== 'alert.progress' || typeof id !== 'number') return;
        const { queryKey } = alertQuery(id);
        // The ETA is as old as it was.
        const updatedAt = queries.getQueryState(queryKey)?.dataUpdatedAt;
        queries.setQueryData<AlertOverview>(
          queryKey,
          (before) => before && withProgress(before, event),
          updatedAt === undefined ? {} : { updatedAt },
        );
      }),
    [queries],
  );
};

/** A card for each alert that goes out, or that is held. */
export const GoingOut = (): ReactNode => {
  const say = useWords(nowWords);
  useLiveFigures();
  const sending = useQuery(alertsIn('sending'));
  const paused = useQuery(alertsIn('paused'));
  const ids = [...(sending.data?.items ?? []), ...(paused.data?.items ?? [])]
    .map(({ id }) => id)
    .toSorted((a, b) => a - b);
  const cards = useQueries({ queries: ids.map(alertQuery) });
  return (
    <Question title={say('goingOut')} className="going-out">
      <Loaded of={sending}>
        {() =>
          ids.length === 0 ? (
            // Nothing goes out only if nothing is held either.
            <Loaded of={paused}>{() => <Calm />}</Loaded>
          ) : (
            <div className="cards">
              {cards.map((card, index) => (
                <div key={ids[index]} className="card alert-card">
                  <Loaded of={card}>
                    {(alert) => <AlertCard alert={alert} readAt={byGateway(card.dataUpdatedAt)} />}
                  </Loaded>
                </div>
              ))}
            </div>
          )
        }
      </Loaded>
    </Question>
  );
};
