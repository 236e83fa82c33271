import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { FollowAct } from '../acts/following.tsx';
import { possibleFor } from '../acts/possible.ts';
import { actWords } from '../words/act-words.ts';
import { liveWords } from '../words/live-words.ts';
import { stoppedOf } from './figures.ts';

/** What the state of the alert asks somebody to decide now, with the button that does it. */
export const NextStep = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(liveWords);
  const sayAct = useWords(actWords);
  const may = useMay();
  const { number, moment } = useFormats();
  const { endOffer, state } = overview;
  const possible = possibleFor(overview, gatewayNow());
  if (state === 'stopped') {
    const { sent, stopped } = stoppedOf(overview);
    return (
      <section className="card alert-next" aria-labelledby="alert-next">
        <h2 id="alert-next">{say('stoppedSum', { sent: number(sent), stopped: number(stopped) })}</h2>
        {possible.update && <Text>{say('stoppedHint', { count: sent, n: number(sent) })}</Text>}
        {may('launch') && sent > 0 && possible.update && (
          <Group mt="sm">
            <FollowAct
              overview={overview}
              what="update"
              variant="filled"
              label={sayAct('updateVerb', { count: sent, n: number(sent) })}
            />
          </Group>
        )}
      </section>
    );
  }
  if (endOffer === null || !possible.end) return null;
  return (
    <section className="card alert-next" aria-labelledby="alert-next">
      <h2 id="alert-next">{say('endOffered', { at: moment(endOffer.at) })}</h2>
      <Text>
        {say(possible.update ? 'endOfferedHint' : 'endOfferedOnly', {
          count: endOffer.people,
          n: number(endOffer.people),
        })}
      </Text>
      {may('launch') && (
        <Group mt="sm">
          <FollowAct
            overview={overview}
            what="end"
            variant="filled"
            label={sayAct('endVerb', { count: endOffer.people, n: number(endOffer.people) })}
          />
        </Group>
      )}
    </section>
  );
};
