import { FileInput, List, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Imported, importCalendar, type Roster } from '../../../api/inbox/rosters.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { Light } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { importWords } from './import-words.ts';
import { useZoned } from './zoned.ts';

/** The largest calendar that the gateway takes. */
const MOST_BYTES = 1_048_576;
/** How many of the unmatched times are shown. */
const SHOWN = 8;

/** What an import would do, before it does it. */
const Outlook = ({ of, timeZone }: { readonly of: Imported; readonly timeZone: string }): ReactNode => {
  const say = useWords(importWords);
  const { number } = useFormats();
  const { moment } = useZoned(timeZone);
  const { events, periods, unmatched, unmatchedCount, problems } = of;
  return (
    <Stack gap="xs" aria-live="polite">
      <Light tone={periods > 0 ? 'good' : 'warn'}>
        {say('periods', { count: periods, n: number(periods) })}{' '}
        {say('events', { count: events, n: number(events) })}
      </Light>
      {unmatchedCount > 0 && (
        <div>
          <Light tone="warn">{say('unmatched', { count: unmatchedCount, n: number(unmatchedCount) })}</Light>
          <List>
            {unmatched.slice(0, SHOWN).map(({ uid, summary, from }) => (
              <List.Item key={`${uid} ${from}`}>
                <Said>{summary}</Said>, {moment(from)}
              </List.Item>
            ))}
          </List>
          <Text c="var(--quiet)">{say('unmatchedHint')}</Text>
        </div>
      )}
      {problems.length > 0 && (
        <div>
          <Light tone="warn">{say('problems')}</Light>
          <List>
            {problems.slice(0, SHOWN).map((line) => (
              <List.Item key={line}>
                <Said>{line}</Said>
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  );
};

/** Reads a calendar, says what would come of it, and imports it. */
export const ImportButton = ({ of: { id, timeZone } }: { readonly of: Roster }): ReactNode => {
  const say = useWords(importWords);
  const { number } = useFormats();
  const queries = useQueryClient();
  const tell = useUndo();
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [outlook, setOutlook] = useState<Imported>();
  const [error, setError] = useState<unknown>();
  const isTooLarge = file !== null && file.size > MOST_BYTES;
  const look = async (chosen: File | null): Promise<void> => {
    setFile(chosen);
    setOutlook(undefined);
    setError(undefined);
    if (chosen === null || chosen.size > MOST_BYTES) return;
    try {
      const calendar = await chosen.text();
      setText(calendar);
      setOutlook(await importCalendar(id, calendar, true));
    } catch (caught) {
      setError(caught);
    }
  };
  const count = outlook?.periods ?? 0;
  return (
    <ActButton
      variant="default"
      label={say('button')}
      title={say('title')}
      verb={count === 0 ? say('verbEmpty') : say('verb', { count, n: number(count) })}
      isIncomplete={count === 0}
      onOpen={() => void look(null)}
      onAct={async () => {
        const done = await importCalendar(id, text, false);
        await queries.invalidateQueries({ queryKey: ['rosters'] });
        tell(say('done', { count: done.periods, n: number(done.periods) }));
      }}
    >
      <Stack gap="sm">
        <FileInput
          label={say('file')}
          description={say('hint')}
          placeholder={say('choose')}
          accept=".ics,text/calendar"
          value={file}
          error={isTooLarge ? say('tooLarge') : undefined}
          onChange={(chosen) => void look(chosen)}
        />
        <ProblemNote error={error} />
        {outlook !== undefined && <Outlook of={outlook} timeZone={timeZone} />}
      </Stack>
    </ActButton>
  );
};
