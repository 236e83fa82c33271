import { NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Bound } from '../../../api/alerts/scenarios.ts';
import { Light } from '../../../parts/light.tsx';
import { DESCRIBED_BELOW } from '../../../parts/problems/field-order.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { faultOfBound, sayReason, whyOutside } from '../text/bound-faults.ts';
import { contentWords } from './content-words.ts';

interface Props {
  readonly bound: Bound;
  readonly onChange: (bound: Bound) => void;
}

/** What a value may be, with a field to try one: what is wrong is said while it is typed. */
export const BoundEditor = ({ bound, onChange }: Props): ReactNode => {
  const say = useWords(contentWords);
  const language = useLanguage();
  const [tried, setTried] = useState('');
  // A line that is being begun is no choice yet, and must not vanish under the cursor.
  const [lines, setLines] = useState('oneOf' in bound ? bound.oneOf.join('\n') : '');
  const why = faultOfBound(bound);
  const fault = why === undefined ? undefined : say('wrongBound', { why: sayReason(why, language) });
  const outside = tried === '' || why !== undefined ? undefined : whyOutside(bound, tried);
  return (
    <Stack gap="sm">
      {'oneOf' in bound ? (
        <Textarea
          label={say('choices')}
          description={say('choicesHint')}
          value={lines}
          autosize
          minRows={3}
          error={fault}
          onChange={({ currentTarget }) => {
            setLines(currentTarget.value);
            const choices = currentTarget.value.split('\n').map((one) => one.trim());
            onChange({ oneOf: choices.filter((one) => one !== '') });
          }}
        />
      ) : (
        <div className="form-grid">
          <TextInput
            label={say('pattern')}
            description={say('patternHint')}
            inputWrapperOrder={DESCRIBED_BELOW}
            value={bound.pattern}
            error={fault}
            onChange={({ currentTarget }) => onChange({ ...bound, pattern: currentTarget.value })}
          />
          <NumberInput
            label={say('maxLength')}
            value={bound.maxLength}
            min={1}
            max={100}
            allowDecimal={false}
            onChange={(value) => typeof value === 'number' && onChange({ ...bound, maxLength: value })}
          />
        </div>
      )}
      <TextInput
        label={say('tryValue')}
        value={tried}
        onChange={({ currentTarget }) => setTried(currentTarget.value)}
      />
      {tried !== '' && why === undefined && (
        <Text role="status">
          {outside === undefined ? (
            <Light tone="good">{say('fits')}</Light>
          ) : (
            <Light tone="warn">{say('outside', { why: sayReason(outside, language) })}</Light>
          )}
        </Text>
      )}
    </Stack>
  );
};
