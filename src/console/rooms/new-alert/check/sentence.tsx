import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { parseIsoDuration } from '../../../../kernel/iso-duration.ts';
import type { Preview } from '../../../api/alerts/drafts.ts';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { carriers, doneAt, spoken, startOf, strong } from '../logic/sentence.ts';
import { checkWords } from './words.ts';

/** Whether a second person is needed, and who it was where a scenario was approved beforehand. */
export type SecondPerson =
  | { readonly kind: 'none' | 'needed' }
  | { readonly kind: 'given'; readonly name: string };

/** What is to be sent, as it is told to the person. */
export interface Plan {
  readonly title: string;
  readonly isExercise: boolean;
  readonly validFor: string;
  readonly expiresAt?: string | null | undefined;
  readonly scheduledAt?: string | null | undefined;
  readonly second: SecondPerson;
}

interface Props {
  readonly plan: Plan;
  readonly preview: Preview;
  /** When the preview was computed, ms since the epoch. */
  readonly at: number;
}

/** Until when its messages may be sent, ms since the epoch. */
const validUntil = ({ validFor, expiresAt, scheduledAt }: Plan, at: number): number => {
  const end = startOf(scheduledAt, at) + (parseIsoDuration(validFor) ?? 0);
  return typeof expiresAt === 'string' ? Math.min(end, Date.parse(expiresAt)) : end;
};

/** The sentence that one could read aloud before sending. */
export const Sentence = ({ plan, preview, at }: Props): ReactNode => {
  const say = useWords(checkWords);
  const sayCommon = useWords(commonWords);
  const { number, minuteOn } = useFormats();
  const { title, second, scheduledAt } = plan;
  const done = doneAt(preview, startOf(scheduledAt, at));
  const names = carriers(preview.routes);
  const routes = names.reduce(
    (first, name) => (first === '' ? name : say('routesThen', { first, second: name })),
    '',
  );
  const until = validUntil(plan, at);
  const texts = [
    title,
    sayCommon('people', { count: preview.people, n: number(preview.people) }),
    done === undefined ? '' : minuteOn(done),
  ];
  const values = {
    title: strong(0),
    people: strong(1),
    time: strong(2),
    sms: sayCommon('parts', { count: preview.parts, n: number(preview.parts) }),
    routes: routes === '' ? say('noRoute') : routes,
    until: minuteOn(until),
  };
  const sentence = say(done === undefined ? 'sentenceNever' : 'sentence', values);
  return (
    <Text className="sentence" component="div">
      {spoken(sentence, texts).map(({ text, isStrong }, index) =>
        isStrong && text === title ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch of a sentence has no name but its place.
          <em key={index}>
            <bdi>{text}</bdi>
          </em>
        ) : isStrong ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch of a sentence has no name but its place.
          <strong key={index}>
            <bdi>{text}</bdi>
          </strong>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch of a sentence has no name but its place.
          <span key={index}>{text}</span>
        ),
      )}{' '}
      {typeof scheduledAt === 'string' && <span>{say('atTime', { time: minuteOn(scheduledAt) })} </span>}
      <span className={second.kind === 'needed' ? 'second-needed' : undefined}>
        {second.kind === 'given' ? say('second_given', { name: second.name }) : say(`second_${second.kind}`)}
      </span>
    </Text>
  );
};
