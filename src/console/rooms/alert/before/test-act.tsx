import { Checkbox, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { tryOut } from '../../../api/alerts/alert-acts.ts';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useKept } from '../../../parts/use-kept.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useActing } from '../acts/use-acting.ts';
import { testWords } from '../words/test-words.ts';

/** Sends the texts to phones of ours, before the launch only. */
export const TestAct = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(testWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const [typed, setTyped] = useKept('alert-test-numbers', '');
  const [withShort, setShort] = useState(false);
  const numbers = typed
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const hasShort = overview.content.variants.some(({ short }) => short !== undefined);
  return (
    <ActButton
      label={say('test')}
      title={say('testTitle')}
      verb={say('testVerb', { count: numbers.length, n: number(numbers.length) })}
      variant="default"
      fullWidth
      isIncomplete={numbers.length === 0 || numbers.length > 5}
      onAct={() =>
        act(
          () =>
            tryOnce(['test', overview.id, overview.version, numbers, withShort], (key) =>
              tryOut(overview.id, numbers, withShort, key),
            ),
          () => say('tested'),
        )
      }
    >
      <Text>{say('testHint')}</Text>
      <Textarea
        label={say('testNumbers')}
        autosize
        minRows={2}
        required
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {hasShort && (
        <Checkbox
          label={say('testShort')}
          checked={withShort}
          onChange={(event) => setShort(event.currentTarget.checked)}
        />
      )}
    </ActButton>
  );
};
