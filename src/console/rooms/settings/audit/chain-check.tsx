import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { auditExport, auditHeadQuery } from '../../../api/operation/operation.ts';
import { useAct } from '../../../parts/acts/use-act.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { type ChainResult, checkExport } from './check-export.ts';
import { auditWords } from './words.ts';

/** How often the count is shown while the log is read: each row would cost more than its check. */
const SHOWN_EACH = 500;
const COMMAND = 'node src/main.ts audit verify audit.jsonl --head HASH';

async function* textOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return;
    yield piece.value;
  }
}

/** Whether the log is whole, computed here; its head to be noted; the export. */
export const ChainCheck = (): ReactNode => {
  const say = useWords(auditWords);
  const { number } = useFormats();
  const head = useQuery(auditHeadQuery());
  const [noted, setNoted] = useState('');
  const [rows, setRows] = useState(0);
  const [result, setResult] = useState<ChainResult>();
  const [isExported, setExported] = useState(false);
  const checking = useAct();
  const exporting = useAct();
  const wanted = noted.trim().toLowerCase();
  const check = (): void =>
    void checking.run(async () => {
      setResult(undefined);
      setRows(0);
      const show = (count: number): void => {
        if (count % SHOWN_EACH === 0) setRows(count);
      };
      setResult(await checkExport(textOf(await auditExport()), wanted === '' ? undefined : wanted, show));
    });
  const save = (): void =>
    void exporting.run(async () => {
      const url = URL.createObjectURL(await (await auditExport()).blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = 'audit.jsonl';
      link.click();
      URL.revokeObjectURL(url);
      setExported(true);
    });
  return (
    <section className="card" aria-labelledby="chain">
      <Stack gap="sm">
        <Title order={2} size="h3" id="chain">
          {say('chainTitle')}
        </Title>
        <Text>{say('chainHint')}</Text>
        <Loaded of={head}>
          {({ row, hash }) =>
            row === 0 ? (
              <Text>{say('headNone')}</Text>
            ) : (
              <Text component="div">
                {say('head', { row: number(row) })} <code className="hash">{hash}</code>
              </Text>
            )
          }
        </Loaded>
        <TextInput
          label={say('noted')}
          description={say('notedHint')}
          value={noted}
          onChange={(event) => setNoted(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          maw="46rem"
        />
        <div role="status">
          {checking.isBusy && <Text>{say('checking', { n: number(rows) })}</Text>}
          {result !== undefined && <Result result={result} isNoted={wanted !== ''} />}
        </div>
        <ProblemNote error={checking.error ?? exporting.error} />
        <Group>
          <Button loading={checking.isBusy} onClick={check}>
            {say('check')}
          </Button>
          <Button variant="default" loading={exporting.isBusy} onClick={save}>
            {say('export')}
          </Button>
        </Group>
        {isExported && <Light tone="good">{say('exported')}</Light>}
        <Text c="dimmed">{say('exportHint')}</Text>
        <pre className="command">{COMMAND}</pre>
      </Stack>
    </section>
  );
};

interface ResultProps {
  readonly result: ChainResult;
  readonly isNoted: boolean;
}

const Result = ({ result, isNoted }: ResultProps): ReactNode => {
  const say = useWords(auditWords);
  const { number } = useFormats();
  if (result.kind === 'incomplete') return <Light tone="warn">{say('incomplete')}</Light>;
  if (result.kind === 'broken') {
    const { row, problem } = result.fault;
    return (
      <Stack gap="xs">
        <Text size="lg" fw={650} component="div">
          <Light tone="bad">
            {row === undefined ? say('brokenEnd') : say('broken', { row: number(row) })}
          </Light>
        </Text>
        <Text component="div">
          <Said>{say('brokenWhat', { problem })}</Said>
        </Text>
        <Text>{say('brokenTodo')}</Text>
      </Stack>
    );
  }
  const { rows, head, erased, anchor } = result.summary;
  return (
    <Stack gap="xs">
      <Text size="lg" fw={650} component="div">
        <Light tone="good">{say('whole', { count: rows, n: number(rows), row: number(head.id) })}</Light>
      </Text>
      <Text>{say(isNoted ? 'wholeSince' : 'withoutNoted')}</Text>
      {anchor.rows > 0 && <Text>{say('cut', { n: number(anchor.rows) })}</Text>}
      {erased > 0 && <Text>{say('erased', { n: number(erased) })}</Text>}
    </Stack>
  );
};
