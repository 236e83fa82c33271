import { Button } from '@mantine/core';
import { memo, type ReactNode, useState } from 'react';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { talkWords } from '../words/talk-words.ts';
import { LogLines } from './log-lines.tsx';
import { NoteForm } from './note-form.tsx';

const FIRST = 12;

/** What happened, newest first, and a place to write down what the gateway can't know. */
const Card = ({ id, log }: Pick<AlertOverview, 'id' | 'log'>): ReactNode => {
  const say = useWords(talkWords);
  const may = useMay();
  const { number } = useFormats();
  const [isWhole, setWhole] = useState(false);
  const newest = log.toReversed();
  return (
    <section className="card" aria-labelledby="alert-log">
      <h2 id="alert-log">{say('logTitle')}</h2>
      {may('noteAlerts') && <NoteForm id={id} />}
      <LogLines log={isWhole ? newest : newest.slice(0, FIRST)} />
      {newest.length > FIRST && !isWhole && (
        <Button variant="default" onClick={() => setWhole(true)}>
          {say('logAll', { n: number(newest.length) })}
        </Button>
      )}
    </section>
  );
};

/** Not drawn anew by a tick of the figures. */
export const LogCard = memo(Card);
