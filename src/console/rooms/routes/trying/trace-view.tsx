import { Button, Checkbox, Group, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { startTrace, type Trace, traceQuery } from '../../../api/routes.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Light } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { tryingWords } from './words.ts';

const MINUTES = [1, 10, 60] as const;

const asText = (lines: Trace['lines']): string =>
  lines.map(({ at, direction, pdu }) => `${at} ${direction} ${pdu}\n`).join('');

const download = (id: string, trace: Trace): void => {
  const url = URL.createObjectURL(new Blob([asText(trace.lines)], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `trace-${id}.txt`;
  link.click();
  URL.revokeObjectURL(url);
};

const Lines = ({ trace }: { readonly trace: Trace }): ReactNode => {
  const say = useWords(tryingWords);
  const { clock } = useFormats();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys (WCAG 2.1.1).
    <section className="trace" tabIndex={0} aria-label={say('traceLines')}>
      <ol>
        {trace.lines.toReversed().map(({ at, direction, pdu }) => (
          <li key={`${at} ${direction} ${pdu}`}>
            <time dateTime={at}>{clock(at)}</time> <span>{direction === 'sent' ? '→' : '←'}</span>{' '}
            <span className="seen-by-readers-only">{say(direction)}</span> <bdi>{pdu}</bdi>
          </li>
        ))}
      </ol>
    </section>
  );
};

/** Shows each PDU of a carrier for a time, and gives them as a file. */
export const TraceView = ({ id }: { readonly id: string }): ReactNode => {
  const say = useWords(tryingWords);
  const { number, clock } = useFormats();
  const may = useMay();
  const queries = useQueryClient();
  const [minutes, setMinutes] = useState<number>(MINUTES[1]);
  const [isUnmasked, setUnmasked] = useState(false);
  const { queryKey } = traceQuery(id);
  const { data: trace, error } = useQuery(traceQuery(id));
  const start = async (duration: string): Promise<void> => {
    queries.setQueryData(queryKey, await startTrace(id, duration, isUnmasked));
  };
  const isRunning = trace?.until != null;
  return (
    <section className="card wide">
      <h2>{say('trace')}</h2>
      <p className="quiet">{say('traceSaid')}</p>
      <ProblemNote error={error} />
      {trace?.until != null && (
        <p role="status">
          <Light tone="waiting">{say('traceUntil', { time: clock(trace.until) })}</Light>
        </p>
      )}
      <Group>
        <ActButton
          label={say('traceStart')}
          title={say('traceTitle')}
          verb={say('traceVerb', { count: minutes, n: number(minutes) })}
          variant="default"
          onAct={() => start(`PT${minutes}M`)}
        >
          <p>{say('traceDeletes')}</p>
          <NativeSelect
            label={say('traceFor')}
            value={String(minutes)}
            onChange={(event) => setMinutes(Number(event.currentTarget.value))}
            data={MINUTES.map((value) => ({
              value: String(value),
              label: say('minutes', { count: value, n: number(value) }),
            }))}
          />
          {may('traceUnmasked') && (
            <Checkbox
              label={say('traceUnmasked')}
              checked={isUnmasked}
              onChange={(event) => setUnmasked(event.currentTarget.checked)}
            />
          )}
        </ActButton>
        {isRunning && (
          <ActButton
            label={say('traceEnd')}
            title={say('traceEndTitle')}
            verb={say('traceEndVerb')}
            variant="default"
            onAct={() => start('PT0S')}
          >
            <p>{say('traceEndSaid')}</p>
          </ActButton>
        )}
        {trace !== undefined && trace.lines.length > 0 && (
          <Button variant="default" onClick={() => download(id, trace)}>
            {say('traceDownload', { count: trace.lines.length, n: number(trace.lines.length) })}
          </Button>
        )}
      </Group>
      {trace !== undefined && trace.lines.length > 0 && <Lines trace={trace} />}
    </section>
  );
};
