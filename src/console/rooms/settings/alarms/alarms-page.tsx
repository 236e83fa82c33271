import { Group, NativeSelect, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'wouter';
import {
  type Alarm,
  acknowledgeAlarm,
  alarmsQuery,
  silenceAlarm,
  unendedAlarmsQuery,
  unsilenceAlarm,
} from '../../../api/operation/alarms.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { ClickButton } from '../../../parts/acts/click-button.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Reason } from '../../../parts/reason.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { spacedIn } from '../../../words/french-spacing.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { KindsView } from './kinds-view.tsx';
import { alarmsWords } from './words.ts';

const DURATIONS = ['PT1H', 'PT8H', 'P1D', 'P7D', 'P30D'] as const;

/** What is wrong with the gateway, the last first; what has ended; and everything that could be. */
export const AlarmsPage = (): ReactNode => {
  const say = useWords(alarmsWords);
  const sayRoom = useWords(settingsWords);
  const [params, setParams] = useSearchParams();
  const shown = params.get('state') ?? 'open';
  return (
    <SettingsFrame
      title={sayRoom('alarms')}
      actions={
        <NativeSelect
          aria-label={say('tabs')}
          value={shown}
          onChange={({ currentTarget: { value } }) => setParams(value === 'open' ? {} : { state: value })}
          data={[
            { value: 'open', label: say('open') },
            { value: 'ended', label: say('ended') },
            { value: 'kinds', label: say('kinds') },
          ]}
        />
      }
    >
      {shown === 'kinds' ? <KindsView /> : shown === 'ended' ? <Ended /> : <Unended />}
    </SettingsFrame>
  );
};

const Unended = (): ReactNode => {
  const say = useWords(alarmsWords);
  const alarms = useQuery(unendedAlarmsQuery());
  return (
    <Loaded of={alarms}>
      {(items) => (items.length === 0 ? <Empty title={say('none')} /> : <AlarmList alarms={items} />)}
    </Loaded>
  );
};

const Ended = (): ReactNode => {
  const say = useWords(alarmsWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const alarms = useQuery(alarmsQuery({ state: 'ended' }));
  return (
    <Loaded of={alarms}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty title={say('noneEnded')} />
        ) : (
          <>
            <AlarmList alarms={items} />
            {next !== null && <Text>{sayCommon('moreThanShown', { n: number(items.length) })}</Text>}
          </>
        )
      }
    </Loaded>
  );
};

const AlarmList = ({ alarms }: { readonly alarms: readonly Alarm[] }): ReactNode => (
  <ul className="setting-rows">
    {alarms.map((alarm) => (
      <OneAlarm key={alarm.id} alarm={alarm} />
    ))}
  </ul>
);

const toneOf = ({ state, severity }: Alarm): Tone => {
  if (state === 'ended') return 'good';
  return severity === 'critical' ? 'bad' : 'warn';
};

const OneAlarm = ({ alarm }: { readonly alarm: Alarm }): ReactNode => {
  const say = useWords(alarmsWords);
  const language = useLanguage();
  const when = useWhen();
  const { number } = useFormats();
  const { severity, state, acknowledgedBy, acknowledgedAt, silence, tellings, toldAt, times } = alarm;
  const facts = [
    say('since', { when: when(alarm.since) }),
    alarm.endedAt !== null && say('endedAt', { when: when(alarm.endedAt) }),
    times > 1 && say('times', { count: times, n: number(times) }),
    toldAt === null
      ? say('notTold')
      : say('told', { count: tellings, n: number(tellings), when: when(toldAt) }),
  ].filter((one) => one !== false);
  return (
    <li className={`card alarm alarm-${state === 'ended' ? 'over' : severity}`}>
      <Title order={2} size="h3">
        <Light tone={toneOf(alarm)}>
          <Said>{spacedIn(language, alarm.text[language])}</Said>
        </Light>
      </Title>
      <Text c="dimmed">
        {say(severity)} · {say(`state_${state}`)}
      </Text>
      {alarm.reason !== null && (
        <Text component="div">
          <Reason>{alarm.reason}</Reason>
        </Text>
      )}
      {state !== 'ended' && (
        <Text component="div" mt="xs">
          <b>{say('todo')}</b> – <Said>{spacedIn(language, alarm.todo[language])}</Said>
        </Text>
      )}
      <Text className="figures" mt="xs">
        {facts.join(' · ')}
      </Text>
      {acknowledgedBy !== null && acknowledgedAt !== null && (
        <Text component="div">
          <Said>{say('takenBy', { name: acknowledgedBy.name, when: when(acknowledgedAt) })}</Said>
        </Text>
      )}
      {silence !== null && (
        <Text component="div">
          <Said>
            {say('silencedBy', {
              name: silence.by.name,
              until: when(silence.until),
              reason: silence.reason,
            })}
          </Said>
        </Text>
      )}
      <Acts alarm={alarm} />
    </li>
  );
};

const Acts = ({ alarm: { id, state, silence } }: { readonly alarm: Alarm }): ReactNode => {
  const say = useWords(alarmsWords);
  const may = useMay();
  const queries = useQueryClient();
  const [duration, setDuration] = useState<(typeof DURATIONS)[number]>('P1D');
  const [reason, setReason] = useState('');
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['alarms'] });
  if (!may('handleAlarms') || (state === 'ended' && silence === null)) return null;
  return (
    <Group mt="sm">
      {state === 'open' && (
        <ClickButton onAct={() => acknowledgeAlarm(id).finally(again)}>{say('acknowledge')}</ClickButton>
      )}
      {silence === null ? (
        <ActButton
          label={say('silence')}
          title={say('silenceTitle')}
          verb={say('silenceVerb', { duration: say(`for_${duration}`) })}
          variant="default"
          isIncomplete={reason.trim() === ''}
          onAct={() => silenceAlarm(id, duration, reason.trim()).finally(again)}
        >
          <Text>{say('silenceWhy')}</Text>
          <NativeSelect
            label={say('silenceFor')}
            value={duration}
            onChange={(event) => setDuration(event.currentTarget.value as typeof duration)}
            data={DURATIONS.map((one) => ({ value: one, label: say(`for_${one}`) }))}
          />
          <TextInput
            label={say('reason')}
            description={say('reasonHint')}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
          />
        </ActButton>
      ) : (
        <ClickButton variant="default" onAct={() => unsilenceAlarm(id).finally(again)}>
          {say('unsilence')}
        </ClickButton>
      )}
    </Group>
  );
};
