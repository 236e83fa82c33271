import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { putPopulation } from '../../../../api/people/reach.ts';
import { ActButton } from '../../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../../parts/acts/undoable.tsx';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { reachWords } from './words.ts';

/** Says how many people live where. It replaces all that is stored, so it asks first. */
export const Population = (): ReactNode => {
  const say = useWords(reachWords);
  const { number } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const rows = Math.max(0, text.split(/\r?\n/).filter((line) => line.trim() !== '').length - 1);
  return (
    <Stack component="section" aria-labelledby="reach-population" align="stretch">
      <h2 id="reach-population">{say('population')}</h2>
      <Text>{say('populationHint')}</Text>
      <Textarea
        label={say('rows')}
        placeholder={say('example')}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Group>
        <FileButton
          accept=".csv,text/csv"
          onChange={(file) => {
            if (file !== null) void file.text().then(setText);
          }}
        >
          {(props) => (
            <Button {...props} variant="default">
              {say('choose')}
            </Button>
          )}
        </FileButton>
        <ActButton
          label={say('replace')}
          title={say('replaceTitle')}
          verb={say('replaceVerb', { count: rows, n: number(rows) })}
          disabled={rows === 0}
          onAct={async () => {
            const { rows: stored } = await putPopulation(text);
            tell(say('replaced', { count: stored, n: number(stored) }));
            setText('');
            void queries.invalidateQueries({ queryKey: ['people', 'reach'] });
          }}
        >
          <Text>{say('replaceText')}</Text>
        </ActButton>
      </Group>
    </Stack>
  );
};
