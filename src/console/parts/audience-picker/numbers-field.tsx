import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../words/i18n.ts';
import { type Numbers, numbersIn } from './terms.ts';
import { audienceWords } from './words.ts';

interface Props {
  readonly numbers: Numbers;
  readonly onChange: (numbers: Numbers) => void;
  /** What the gateway says of them. */
  readonly error?: string | undefined;
  readonly label?: string;
}

/** Numbers as people write them. What is no number is said, and is left out. */
export const NumbersField = ({ numbers, onChange, error, label }: Props): ReactNode => {
  const say = useWords(audienceWords);
  const [typed, type] = useState(() => numbers.join('\n'));
  const { good, bad } = numbersIn(typed);
  // Somebody else may have put other numbers in their place.
  const isOwn = good.join() === numbers.join();
  const shown = isOwn ? typed : numbers.join('\n');
  return (
    <Textarea
      label={label ?? say('numbers')}
      description={say('numbersHint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      autosize
      minRows={1}
      maxRows={8}
      value={shown}
      error={bad.length > 0 && isOwn ? say('badNumber', { numbers: bad.slice(0, 3).join(', ') }) : error}
      onChange={(event) => {
        type(event.currentTarget.value);
        onChange(numbersIn(event.currentTarget.value).good);
      }}
    />
  );
};
