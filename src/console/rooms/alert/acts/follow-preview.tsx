import { Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CorrectionPreview } from '../../../api/alerts/alerts.ts';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { byGateway } from '../../../words/place.ts';
import { useLanguageName } from '../language-name.ts';
import { useClock } from '../live/use-clock.ts';
import { actWords } from '../words/act-words.ts';
import { alertWords } from '../words/alert-words.ts';

interface Props {
  readonly what: 'update' | 'cancel' | 'end';
  readonly from: string | null;
  readonly preview: UseQueryResult<CorrectionPreview>;
}

/** What a further wave would be: the text, to how many, at what cost, by when, and who else must agree. */
export const FollowPreview = ({ what, from, preview }: Props): ReactNode => {
  const say = useWords(actWords);
  const sayCommon = useWords(commonWords);
  const gatewaySays = useGatewayText();
  const sayAlert = useWords(alertWords);
  const languageName = useLanguageName();
  const language = useLanguage();
  const clock = useClock();
  const { number } = useFormats();
  const { data, error } = preview;
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Text aria-busy>{say('pending')}</Text>;
  const { people, onTheWay, toCome, parts, cost, eta } = data;
  const counted = (count: number) => ({ count, n: number(count) });
  const sms = sayCommon('parts', counted(parts));
  const amount =
    cost === null
      ? undefined
      : new Intl.NumberFormat(language, { style: 'currency', currency: cost.currency }).format(cost.amount);
  return (
    <Stack gap="xs" className="alert-follow">
      <Text fw={600}>{say('goesTo', counted(people))}</Text>
      {onTheWay > 0 && <Text>{say('onTheWay', counted(onTheWay))}</Text>}
      {toCome > 0 && <Text>{say(what === 'update' ? 'updateToCome' : 'cancelToCome', counted(toCome))}</Text>}
      <Text>
        {amount === undefined ? say('costsOnly', { parts: sms }) : say('costs', { parts: sms, amount })}.{' '}
        {eta === null
          ? say('etaNever')
          : say('etaBy', { at: clock(byGateway(preview.dataUpdatedAt) + eta * 1000, eta) })}
      </Text>
      {data.etaReason !== null && <Text className="alert-warn">{gatewaySays(data.etaReason)}</Text>}
      {data.findings
        .filter(({ level }) => level === 'error')
        .map(({ code, variant, message }) => (
          <Text key={`${code} ${variant}`} className="alert-warn">
            {variant} {gatewaySays(message)}
          </Text>
        ))}
      <div className="alert-phones">
        {data.variants.map(({ language: of, text }) => (
          <div key={of}>
            <Text fw={600}>{languageName(of)}</Text>
            <PhonePreview from={from ?? sayAlert('sender')} text={text.text} />
          </div>
        ))}
      </div>
    </Stack>
  );
};
