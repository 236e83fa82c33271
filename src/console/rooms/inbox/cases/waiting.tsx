import type { ReactNode } from 'react';
import { useNow } from '../../../parts/use-now.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { LONG_S, waitedNow } from './waited.ts';
import { casesWords } from './words.ts';

interface Props {
  /** `waitedSeconds` of the case. */
  readonly seconds: number;
  /** When the gateway said so, ms since the epoch. */
  readonly saidAt: number;
}

/** How long a call has been waiting, as a running figure. */
export const Waiting = ({ seconds, saidAt }: Props): ReactNode => {
  const say = useWords(casesWords);
  const { duration } = useFormats();
  const waited = waitedNow(seconds, saidAt, useNow());
  return (
    <div className={waited >= LONG_S ? 'waiting waiting-long' : 'waiting'}>
      <span className="waiting-word">{say('waits')}</span>
      <span className="big-figure">{duration(waited)}</span>
    </div>
  );
};
