import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { type Outlook, outlookQuery, type Route, routesQuery } from '../../api/routes.ts';
import { Light, type Tone } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Reason } from '../../parts/reason.tsx';
import { Said } from '../../parts/said.tsx';
import { useKept } from '../../parts/use-kept.ts';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { paceOf } from '../../words/pace.ts';
import { gatewayNow } from '../../words/place.ts';
import { Question } from './question.tsx';
import { conclusionOf, isDiskLow, type Phrase, peopleIn, phrasesOf } from './sentence.ts';
import { nowWords } from './words.ts';

const TONES: Readonly<Record<Phrase['kind'], Tone>> = {
  carries: 'good',
  weak: 'warn',
  down: 'bad',
  disabled: 'off',
};

const RoutePhrase = ({ of: phrase }: { readonly of: Phrase }): ReactNode => {
  const say = useWords(nowWords);
  const { number, minuteOn } = useFormats();
  const [id = ''] = phrase.ids;
  const isOne = phrase.ids.length === 1;
  const rate = (perSecond: number): string => {
    const { per, value } = paceOf(perSecond);
    return say(per === 'second' ? 'perSecond' : 'perMinute', { n: number(value) });
  };
  const words = (): string => {
    if ('rate' in phrase)
      return phrase.kind === 'weak' ? say('weak', { rate: rate(phrase.rate) }) : rate(phrase.rate);
    if (phrase.since === null) return say(phrase.kind);
    return say(phrase.kind === 'down' ? 'downSince' : 'disabledSince', { time: minuteOn(phrase.since) });
  };
  return (
    <Light tone={TONES[phrase.kind]}>
      {isOne ? (
        <Link href={`/routes/${encodeURIComponent(id)}`}>
          <Said>{id}</Said>
        </Link>
      ) : (
        say('modems', { n: number(phrase.ids.length) })
      )}{' '}
      {words()}
    </Light>
  );
};

const Verdict = ({ outlook, people }: { readonly outlook: Outlook; readonly people: number }): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const { number, duration, minuteOn } = useFormats();
  const conclusion = conclusionOf(outlook);
  const many = sayCommon('people', { count: people, n: number(people) });
  switch (conclusion.kind) {
    case 'takes': {
      const { seconds } = conclusion;
      return say('takes', {
        people: many,
        duration: duration(Math.max(1, seconds)),
        time: minuteOn(gatewayNow() + seconds * 1000),
        // The month of a French date ends with a full stop of its own.
      }).replace(/\.\.$/, '.');
    }
    case 'never':
      return (
        <>
          {say('neverOut', { people: many })} <Reason>{conclusion.reason ?? ''}</Reason>
        </>
      );
    case 'refused':
      return (
        <>
          {say('refused')} <Reason>{conclusion.reason ?? ''}</Reason>
        </>
      );
    default:
      return say(conclusion.kind);
  }
};

const BYTES_PER_GB = 1e9;

const Disk = ({ disk }: Pick<Outlook, 'disk'>): ReactNode => {
  const say = useWords(nowWords);
  const { number } = useFormats();
  if (disk.free === null) return <span className="quiet">{say('diskUnknown')}</span>;
  const n = number(Math.floor(disk.free / BYTES_PER_GB));
  return isDiskLow(disk) ? (
    <Light tone="bad">{say('diskLow', { n })}</Light>
  ) : (
    <span className="quiet">{say('disk', { n })}</span>
  );
};

interface SentenceProps {
  readonly routes: readonly Route[];
  readonly outlook: Outlook;
  readonly people: number;
}

const Sentence = ({ routes, outlook, people }: SentenceProps): ReactNode => {
  const phrases = phrasesOf(routes, outlook.routes);
  return (
    <>
      <p className="verdict">
        <Verdict outlook={outlook} people={people} />
      </p>
      <p className="phrases">
        {phrases.map((phrase) => (
          <Fragment key={`${phrase.kind} ${phrase.ids.join(' ')}`}>
            <RoutePhrase of={phrase} />{' '}
          </Fragment>
        ))}
      </p>
    </>
  );
};

const FIRST_PEOPLE = '4000';

/** What each route carries, and how long a message to so many people would take: the gateway's own forecast. */
export const CanSend = (): ReactNode => {
  const say = useWords(nowWords);
  const [typed, setTyped] = useKept('now.people', FIRST_PEOPLE);
  const asked = peopleIn(typed);
  const people = asked ?? Number(FIRST_PEOPLE);
  const routes = useQuery(routesQuery());
  const outlook = useQuery(outlookQuery(people));
  return (
    <Question
      title={say('canSend')}
      className="can-send"
      aside={
        <Link href="/routes" className="aside-link">
          {say('toRoutes')}
        </Link>
      }
    >
      <div className="card">
        <Loaded of={outlook}>
          {(told) => (
            <Loaded of={routes}>
              {({ items }) => <Sentence routes={items} outlook={told} people={told.people} />}
            </Loaded>
          )}
        </Loaded>
        <div className="can-send-foot">
          <TextInput
            className="people-asked"
            size="sm"
            label={say('forPeople')}
            inputMode="numeric"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={asked === undefined ? say('wrongPeople') : undefined}
          />
          {outlook.data !== undefined && <Disk disk={outlook.data.disk} />}
        </div>
      </div>
    </Question>
  );
};
