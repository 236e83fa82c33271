import { Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type CaseWithHistory, stepCase } from '../../../api/inbox/cases.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useWords } from '../../../words/i18n.ts';
import { caseWords } from './case-words.ts';
import { useFrom } from './use-from.ts';

const MEANINGS = { other: 'meaningOther', safe: 'meaningSafe' } as const;

/** Says that nobody called for help: the case is closed, and the answer to its alert means something else. */
export const NoCall = ({ of }: { readonly of: CaseWithHistory }): ReactNode => {
  const say = useWords(caseWords);
  const queries = useQueryClient();
  const from = useFrom(of);
  const [meaning, setMeaning] = useState<string>('other');
  return (
    <ActButton
      variant="default"
      label={say('noCall')}
      title={say('noCallTitle')}
      verb={say('noCallVerb')}
      onAct={async () => {
        await stepCase(of, { kind: 'reclassify', body: { meaning, ...from } }).finally(() =>
          queries.invalidateQueries({ queryKey: ['cases'] }),
        );
      }}
    >
      {of.alert === null ? (
        <Text>{say('noCallTextNoAlert')}</Text>
      ) : (
        <Radio.Group label={say('noCallText')} value={meaning} onChange={setMeaning}>
          <Stack gap="xs" mt="xs">
            {(['other', 'safe'] as const).map((one) => (
              <Radio key={one} value={one} size="md" label={say(MEANINGS[one])} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </ActButton>
  );
};
