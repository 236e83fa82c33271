import { Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type CaseWithHistory, type Closing, closings, stepCase } from '../../../api/inbox/cases.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useWords } from '../../../words/i18n.ts';
import { caseWords } from './case-words.ts';
import { HandOver } from './hand-over.tsx';
import { outcomeKey } from './history-line.ts';
import { NoCall } from './no-call.tsx';
import { TakeButton, TakeOverButton } from './take-button.tsx';
import { useFrom } from './use-from.ts';
import { casesWords } from './words.ts';

interface Props {
  readonly of: CaseWithHistory;
}

/** Closes the case with how it ended. */
const Close = ({ of, isMain }: Props & { readonly isMain: boolean }): ReactNode => {
  const say = useWords(caseWords);
  const sayCases = useWords(casesWords);
  const queries = useQueryClient();
  const from = useFrom(of);
  const [outcome, setOutcome] = useState<Closing>();
  const [text, setText] = useState('');
  const isTextMissing = outcome === 'other' && text.trim() === '';
  return (
    <ActButton
      variant={isMain ? 'filled' : 'default'}
      label={say('close')}
      title={say('closeTitle')}
      verb={
        outcome === undefined
          ? say('closeVerbEmpty')
          : say('closeVerb', { outcome: sayCases(outcomeKey(outcome)) })
      }
      isIncomplete={outcome === undefined || isTextMissing}
      onAct={async () => {
        if (outcome === undefined) return;
        const body = { outcome, ...(text.trim() !== '' && { text: text.trim() }), ...from };
        await stepCase(of, { kind: 'close', body }).finally(() =>
          queries.invalidateQueries({ queryKey: ['cases'] }),
        );
      }}
    >
      <Stack gap="sm">
        {from.from !== undefined && <Text>{say('closeOther', { who: from.from })}</Text>}
        <Radio.Group
          aria-label={say('closeTitle')}
          value={outcome ?? null}
          onChange={(value) => setOutcome(closings.find((one) => one === value))}
        >
          <Stack gap="xs">
            {closings.map((one) => (
              <Radio key={one} value={one} size="md" label={sayCases(outcomeKey(one))} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={say('closeText')}
          value={text}
          maxLength={1000}
          autosize
          minRows={2}
          required={outcome === 'other'}
          error={isTextMissing ? say('closeTextNeeded') : undefined}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Stack>
    </ActButton>
  );
};

const Reopen = ({ of }: Props): ReactNode => {
  const say = useWords(caseWords);
  const queries = useQueryClient();
  const reopen = async (): Promise<void> => {
    await stepCase(of, { kind: 'reopen' }).finally(() => queries.invalidateQueries({ queryKey: ['cases'] }));
  };
  return (
    <ActButton
      variant="default"
      label={say('reopen')}
      title={say('reopen')}
      verb={say('reopen')}
      onAct={reopen}
    />
  );
};

/** What one can do with the case, in the order of need. */
export const CaseActs = ({ of }: Props): ReactNode => {
  const { from } = useFrom(of);
  if (of.state === 'closed')
    return (
      <Group>
        <Reopen of={of} />
      </Group>
    );
  const isOwn = of.state === 'taken' && from === undefined;
  return (
    <Group gap="sm">
      {of.state === 'open' && <TakeButton of={of} />}
      {from !== undefined && <TakeOverButton of={of} />}
      <Close of={of} isMain={isOwn} />
      <HandOver of={of} />
      <NoCall of={of} />
    </Group>
  );
};
