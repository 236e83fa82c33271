import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type AlarmKind, type AlarmKinds, alarmKindsQuery } from '../../../api/operation/alarms.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { kindWords } from './kind-words.ts';
import { alarmsWords } from './words.ts';

const DAY_S = 86_400;
const BYTES_PER_MB = 1e6;

/** Everything that the gateway watches about itself: when each alarm rings, whether it does now, and who is told. */
export const KindsView = (): ReactNode => {
  const say = useWords(kindWords);
  return (
    <Loaded of={useQuery(alarmKindsQuery())}>
      {({ items, told }) => (
        <>
          <Whom items={items} told={told} />
          {(['critical', 'warning'] as const).map((severity) => (
            <section key={severity} className="card" aria-labelledby={`kinds-${severity}`}>
              <Title order={2} size="h3" id={`kinds-${severity}`}>
                {say(severity === 'critical' ? 'urgent' : 'later')}
              </Title>
              <ul className="setting-rows">
                {items
                  .filter((one) => one.severity === severity)
                  .map((one) => (
                    <OneKind key={one.kind} one={one} />
                  ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </Loaded>
  );
};

const Whom = ({ items, told }: Pick<AlarmKinds, 'items' | 'told'>): ReactNode => {
  const say = useWords(kindWords);
  const { number, duration } = useFormats();
  const isCritical = items.some(({ severity, sms }) => sms && severity === 'critical');
  const isWarning = items.some(({ severity, sms }) => sms && severity === 'warning');
  const one = isCritical ? 'critical' : 'warning';
  const what = isCritical && isWarning ? 'all' : one;
  const { people } = told;
  return (
    <section className="card" aria-labelledby="kinds-whom">
      <Title order={2} size="h3" id="kinds-whom" mb="xs">
        {say('whom')}
      </Title>
      {!isCritical && !isWarning ? (
        <Light tone="warn">{say('told_none')}</Light>
      ) : (
        <>
          <Text component="div">
            <Said>
              {say(`told_${what}`, { who: say(`who_${told.who}`, { names: told.users.join(', ') }) })}
            </Said>
          </Text>
          {people === 0 ? (
            <Light tone="bad">{say('nobody')}</Light>
          ) : (
            <Text className="figures">
              {people === null ? say('peopleUnknown') : say('people', { count: people, n: number(people) })}
            </Text>
          )}
          {isCritical && <Text>{say('again', { after: duration(told.tellAgain) })}</Text>}
        </>
      )}
    </section>
  );
};

const OneKind = ({ one }: { readonly one: AlarmKind }): ReactNode => {
  const say = useWords(kindWords);
  const sayAlarm = useWords(alarmsWords);
  const language = useLanguage();
  const { number, duration } = useFormats();
  const { kind, limits, raisedAfter, endedAfter, off, sms } = one;
  const inTime = (seconds: number): string => {
    const days = seconds / DAY_S;
    return days > 1 && Number.isInteger(days)
      ? say('days', { count: days, n: number(days) })
      : duration(seconds);
  };
  const inWords = {
    seconds: inTime,
    bytes: (value: number) => say('megabytes', { n: number(Math.round(value / BYTES_PER_MB)) }),
    count: number,
  };
  const values = Object.fromEntries(limits.map(({ name, value, unit }) => [name, inWords[unit](value)]));
  return (
    <li className="kind-row">
      <div>
        <Text fw={600}>{say(`name_${kind}`)}</Text>
        <Text>{say(`when_${kind}`, { ...values, raised: duration(raisedAfter) })}</Text>
        <Text c="dimmed" component="div">
          {sayAlarm('todo')} – <Said>{one.todo[language]}</Said>
        </Text>
      </div>
      <div className="kind-now">
        {off ? <Light tone="off">{say('off')}</Light> : <NowOf one={one} />}
        {!off && (
          <Text c="dimmed">
            {[say(sms ? 'sms' : 'noSms'), endedAfter > 0 && say('ends', { quiet: duration(endedAfter) })]
              .filter((part) => part !== false)
              .join(' · ')}
          </Text>
        )}
      </div>
    </li>
  );
};

const NowOf = ({ one: { now, severity } }: { readonly one: AlarmKind }): ReactNode => {
  const say = useWords(kindWords);
  const { number } = useFormats();
  const { open, acknowledged, silenced } = now;
  if (open + acknowledged + silenced === 0) return <Text c="dimmed">{say('notNow')}</Text>;
  const said = [
    open > 0 && say('nowOpen', { count: open, n: number(open) }),
    acknowledged > 0 && say('nowTaken', { count: acknowledged, n: number(acknowledged) }),
    silenced > 0 && say('nowSilenced', { count: silenced, n: number(silenced) }),
  ].filter((part) => part !== false);
  const urgent = severity === 'critical' ? 'bad' : 'warn';
  return (
    <Link href="/settings/alarms">
      <Light tone={open > 0 ? urgent : 'off'}>{said.join(' · ')}</Light>
    </Link>
  );
};
