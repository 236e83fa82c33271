import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { step } from '../../../api/alerts/alert-acts.ts';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { useClock } from '../live/use-clock.ts';
import { actWords } from '../words/act-words.ts';
import { useActing } from './use-acting.ts';

/** Only where the gateway offers it: slow routes are left, and the short text would be faster. */
export const ShortenAct = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(actWords);
  const { number } = useFormats();
  const clock = useClock();
  const act = useActing(overview.id);
  const { shortOffer } = overview;
  if (shortOffer === null) return null;
  const { messages, eta, shortEta } = shortOffer;
  const counted = { count: messages, n: number(messages) };
  const at = (seconds: number): string => clock(gatewayNow() + seconds * 1000, seconds);
  return (
    <ActButton
      label={say('shorten')}
      title={say('shortenTitle')}
      verb={say('shortenVerb', counted)}
      onAct={() =>
        act(
          () => step(overview, 'shorten'),
          () => say('shortened', counted),
        )
      }
    >
      <Text>{say('shortenDoes', counted)}</Text>
      {eta !== null && shortEta !== null && (
        <Text>{say('shortenEta', { short: at(shortEta), full: at(eta) })}</Text>
      )}
    </ActButton>
  );
};
