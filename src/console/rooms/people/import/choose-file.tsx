import { Alert, Button, FileButton, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconAlertTriangle, IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { readHead, type WrongFile } from './file-head.ts';
import { importWords } from './words.ts';

/** The name under which a pasted table is kept over a reload. */
export const PASTED = 'people.paste';

export interface Chosen {
  readonly file: Blob;
  /** Undefined: it was pasted. */
  readonly name: string | undefined;
  readonly headers: readonly string[];
  readonly samples: readonly (readonly string[])[];
}

/** Takes a file that is dropped or chosen, or a table that is pasted, and says at once if it is no such thing. */
export const ChooseFile = ({ onChosen }: { readonly onChosen: (chosen: Chosen) => void }): ReactNode => {
  const say = useWords(importWords);
  const [isOver, setOver] = useState(false);
  const [wrong, setWrong] = useState<WrongFile>();
  const [pasted, setPasted] = useKept(PASTED, '');
  const take = async (file: Blob | null | undefined, name?: string): Promise<void> => {
    if (!file) return;
    setWrong(undefined);
    const head = await readHead(file);
    if (head.kind === 'wrong') setWrong(head.why);
    else onChosen({ file, name, ...head });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    void take(file, file?.name);
  };
  return (
    <Stack component="section" aria-labelledby="choose-file">
      <Title order={2} size="h3" id="choose-file">
        {say('step')}
      </Title>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={`drop${isOver ? ' drop-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Group>
          <IconFileUpload aria-hidden size={28} />
          <Text size="lg">{say('drop')}</Text>
          <FileButton onChange={(file) => void take(file, file?.name)} accept=".csv,.txt,.tsv,text/csv">
            {(props) => <Button {...props}>{say('choose')}</Button>}
          </FileButton>
        </Group>
        <Text c="var(--quiet)">{say('dropHint')}</Text>
      </div>
      {wrong !== undefined && (
        <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {say(`wrong_${wrong}`)}
        </Alert>
      )}
      <details>
        <summary>{say('paste')}</summary>
        <Stack gap="xs" mt="xs" align="flex-start">
          <Textarea
            label={say('paste')}
            description={say('pasteHint')}
            value={pasted}
            onChange={({ currentTarget }) => setPasted(currentTarget.value)}
            minRows={5}
            autosize
            maxRows={12}
            w="100%"
          />
          <Button
            variant="default"
            disabled={pasted.trim() === ''}
            onClick={() => void take(new Blob([pasted]))}
          >
            {say('usePaste')}
          </Button>
        </Stack>
      </details>
    </Stack>
  );
};
