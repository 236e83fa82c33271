import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useGroupName } from '../../../api/people/groups.ts';
import { type ImportJob, importQueryOf, runImport } from '../../../api/people/imports.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useKept } from '../../../parts/use-kept.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { ImportCounts } from './import-counts.tsx';
import { ImportFindings } from './import-findings.tsx';
import { saidInFrench } from './said-in-french.ts';
import { importWords } from './words.ts';

/** One file: what it would do, or did. */
export const ImportJobPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(importWords);
  const queries = useQueryClient();
  const job = useQuery(importQueryOf(id));
  const state = job.data?.state;
  useEffect(() => {
    if (state === 'done') void queries.invalidateQueries({ queryKey: ['people', 'contacts'] });
    if (state !== undefined) void queries.invalidateQueries({ queryKey: ['people', 'imports'] });
  }, [state, queries]);
  return (
    <PeopleFrame title={say('title', { id })}>
      <BackLink href="/people/import">{say('back')}</BackLink>
      <Loaded of={job}>{(one) => <Job job={one} />}</Loaded>
    </PeopleFrame>
  );
};

const Job = ({ job }: { readonly job: ImportJob }): ReactNode => {
  const say = useWords(importWords);
  const language = useLanguage();
  // What the check counted: the gateway counts anew when the import runs.
  const [total, setTotal] = useKept(`people.import.${job.id}.rows`, 0);
  useEffect(() => {
    if (job.state === 'checked') setTotal(job.rows);
  }, [job.state, job.rows, setTotal]);
  if (job.state === 'receiving' || job.state === 'waiting' || job.state === 'running')
    return <Moving job={job} total={total} />;
  if (job.state === 'failed') {
    const why = job.failure ?? '';
    return (
      <Stack className="card" gap="xs" role="alert">
        <Light tone="bad">{say('failed')}</Light>
        <Text>
          <Said>{language === 'fr' ? saidInFrench(why) : why}</Said>
        </Text>
        <Text c="var(--quiet)">{say('failedHint')}</Text>
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <section className="card" aria-labelledby="outcome">
        <Stack>
          <Title order={2} size="h3" id="outcome">
            {say(job.state === 'checked' ? 'checked' : 'done')}
          </Title>
          {job.state === 'done' && (
            <div role="status">
              <Light tone="good">{say('isDone')}</Light>
            </div>
          )}
          <ImportCounts job={job} />
          {job.state === 'checked' ? <Run job={job} /> : <ToContacts />}
        </Stack>
      </section>
      <ImportFindings job={job} />
    </Stack>
  );
};

const ToContacts = (): ReactNode => {
  const say = useWords(importWords);
  return (
    <Group>
      <Button component={Link} href="/people" variant="default">
        {say('toContacts')}
      </Button>
    </Group>
  );
};

const Moving = ({ job, total }: { readonly job: ImportJob; readonly total: number }): ReactNode => {
  const say = useWords(importWords);
  const { number } = useFormats();
  const n = number(job.rows);
  const isKnown = !job.dryRun && total > 0;
  const running = isKnown ? say('importing', { n, total: number(total) }) : say('importingSome', { n });
  const label = job.dryRun ? say('checking', { n }) : running;
  return (
    <Stack className="card" gap="xs">
      <Text>{label}</Text>
      <Progress
        aria-label={label}
        value={isKnown ? Math.min(100, (100 * job.rows) / total) : 100}
        striped={!isKnown}
        animated={!isKnown}
      />
    </Stack>
  );
};

const Run = ({ job }: { readonly job: ImportJob }): ReactNode => {
  const say = useWords(importWords);
  const { number } = useFormats();
  const may = useMay();
  const queries = useQueryClient();
  const listName = useGroupName('list');
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<unknown>();
  const lines = job.rows - job.refused;
  const run = async (): Promise<void> => {
    setActing(true);
    setError(undefined);
    try {
      queries.setQueryData(importQueryOf(job.id).queryKey, await runImport(job.id));
    } catch (caught) {
      setError(caught);
      setActing(false);
      // It may run all the same: its answer was lost, or somebody else was faster.
      await queries.invalidateQueries({ queryKey: importQueryOf(job.id).queryKey });
    }
  };
  if (lines <= 0) return <Text role="alert">{say('nobody')}</Text>;
  return (
    <Stack gap="xs" align="flex-start">
      {job.list !== null && <Said>{say('onList', { list: listName(job.list) ?? job.list })}</Said>}
      <Text c="var(--quiet)">{say('removesNobody')}</Text>
      <ProblemNote error={error} />
      {may('managePeople') && (
        <Button size="md" loading={isActing} onClick={() => void run()}>
          {job.refused === 0
            ? say('run', { count: lines, n: number(lines) })
            : say('runWithout', { count: lines, n: number(lines), out: number(job.refused) })}
        </Button>
      )}
    </Stack>
  );
};
