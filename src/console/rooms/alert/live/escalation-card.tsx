import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { liveWords } from '../words/live-words.ts';

/** How many of the helpers who are needed have answered, and when further people are asked. */
export const EscalationCard = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(liveWords);
  const { number, clockOn } = useFormats();
  const { escalation } = overview;
  if (escalation === null) return null;
  const { answered, need, meaning, state, nextAt } = escalation;
  return (
    <section className="card" aria-labelledby="alert-escalation">
      <h2 id="alert-escalation">{say('escalationTitle')}</h2>
      <Text fw={600}>
        {say('escalationSum', { answered: number(answered), need: number(need), meaning })}
      </Text>
      <Text>
        {say(`escalation_${state}`)} {nextAt !== null && say('escalationNext', { at: clockOn(nextAt) })}
      </Text>
    </section>
  );
};
