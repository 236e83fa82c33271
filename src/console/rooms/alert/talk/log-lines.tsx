import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useWords } from '../../../words/i18n.ts';
import { logLineOf } from '../live/log-line.ts';
import { alertWords } from '../words/alert-words.ts';
import { logWords } from '../words/log-words.ts';
import { talkWords } from '../words/talk-words.ts';

type Entry = AlertOverview['log'][number];

const Line = ({ entry }: { readonly entry: Entry }): ReactNode => {
  const say = useWords(logWords);
  const sayAlert = useWords(alertWords);
  const sayTalk = useWords(talkWords);
  const gatewaySays = useGatewayText();
  const { moment } = useFormats();
  const { word, action, who, detail, isOwnText, told } = logLineOf(entry);
  const name = who ?? sayAlert('gateway');
  const erased = action === 'note' && detail === undefined;
  return (
    <li className={action === 'note' ? 'alert-log-note' : undefined}>
      <time dateTime={entry.at} className="figures">
        {moment(entry.at)}
      </time>
      <div>
        <Said>{word === undefined ? `${name}: ${action}` : say(word, { who: name })}</Said>
        {detail !== undefined && (
          <Text className="alert-log-detail">
            <Said>{isOwnText ? detail : gatewaySays(detail)}</Said>
          </Text>
        )}
        {told !== undefined && (
          <Text className="alert-log-detail">
            <Said>{sayTalk('toldBySms', { who: told })}</Said>
          </Text>
        )}
        {erased && <Text c="var(--quiet)">{sayTalk('noteErased')}</Text>}
      </div>
    </li>
  );
};

/** Who did what, in words. */
export const LogLines = ({ log }: { readonly log: readonly Entry[] }): ReactNode => (
  <ol className="alert-log">
    {log.map((entry) => (
      <Line key={`${entry.at} ${entry.action} ${entry.by.id} ${entry.detail}`} entry={entry} />
    ))}
  </ol>
);
