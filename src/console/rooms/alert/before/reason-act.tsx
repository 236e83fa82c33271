import { Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { step } from '../../../api/alerts/alert-acts.ts';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useWords } from '../../../words/i18n.ts';
import { useActing } from '../acts/use-acting.ts';
import { beforeWords } from '../words/before-words.ts';

interface Props {
  readonly overview: AlertOverview;
  readonly verb: 'return' | 'reject' | 'discard' | 'stop';
  /** On the button that does it. */
  readonly doIt: string;
  readonly isDanger?: boolean;
  /** Whether it can be done without a reason. */
  readonly isOptional?: boolean;
}

const WORDS = {
  return: { label: 'return', title: 'returnTitle', does: undefined, done: 'returned' },
  reject: { label: 'reject', title: 'rejectTitle', does: 'rejectDoes', done: 'rejected' },
  discard: { label: 'discard', title: 'discardTitle', does: 'discardDoes', done: 'discarded' },
  stop: { label: 'stopScheduled', title: 'discardTitle', does: 'discardDoes', done: 'discarded' },
} as const;

/** An act that says why. */
export const ReasonAct = ({
  overview,
  verb,
  doIt,
  isDanger = false,
  isOptional = false,
}: Props): ReactNode => {
  const say = useWords(beforeWords);
  const act = useActing(overview.id);
  const [reason, setReason] = useState('');
  const { label, title, does, done } = WORDS[verb];
  const text = reason.trim();
  const needsReason = !isOptional && verb !== 'stop';
  return (
    <ActButton
      label={say(label)}
      title={say(title)}
      verb={doIt}
      variant="default"
      {...(isDanger && { color: 'danger' })}
      fullWidth
      isIncomplete={needsReason && text === ''}
      onOpen={() => setReason('')}
      onAct={() =>
        act(
          () => step(overview, verb, text === '' ? undefined : { reason: text }),
          () => say(done),
        )
      }
    >
      {does !== undefined && <Text>{say(does)}</Text>}
      <Textarea
        label={say('reason')}
        required={needsReason}
        autosize
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActButton>
  );
};
