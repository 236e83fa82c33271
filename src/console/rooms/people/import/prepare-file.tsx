import { Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../../api/new-key.ts';
import { groupsQuery } from '../../../api/people/groups.ts';
import { checkFile } from '../../../api/people/imports.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { DESCRIBED_BELOW } from '../../../parts/problems/field-order.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { forgetKept } from '../../../parts/use-kept.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { type Chosen, PASTED } from './choose-file.tsx';
import { ColumnTable } from './column-table.tsx';
import { fileSize } from './file-size.ts';
import { faultOfMapping, type MappingFault, mapOf, targetOfHeader } from './mapping.ts';
import { importWords } from './words.ts';

const CONSENTS = ['given', 'unknown', 'refused'] as const;

interface Props {
  readonly chosen: Chosen;
  readonly onOther: () => void;
}

/** What the columns are, and which list everybody joins; then the gateway checks the file. */
export const PrepareFile = ({ chosen, onOther }: Props): ReactNode => {
  const say = useWords(importWords);
  const language = useLanguage();
  const [, go] = useLocation();
  const lists = useQuery(groupsQuery('list'));
  const [targets, setTargets] = useState<readonly string[]>(chosen.headers.map(targetOfHeader));
  const [list, setList] = useState<string | null>(null);
  const [consent, setConsent] = useState<(typeof CONSENTS)[number]>('unknown');
  const [proof, setProof] = useState('');
  const [error, setError] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  // What the file is called among the acts: a retry after a cut makes no second import.
  const chosenAs = useRef(newKey());
  const fault = faultOfMapping(chosen.headers, targets);
  const sayFault = (wrong: MappingFault): string => {
    if (typeof wrong === 'string') return say(wrong);
    return 'twice' in wrong ? say('twice', { target: wrong.twice }) : say('alike', { header: wrong.alike });
  };
  const size = fileSize(chosen.file.size, language);
  const check = async (): Promise<void> => {
    setSending(true);
    setError(undefined);
    try {
      const map = mapOf(chosen.headers, targets);
      const asked = {
        ...(list !== null && { list: Number(list), consent }),
        ...(list !== null && proof.trim() !== '' && { consentSource: proof.trim() }),
      };
      const { id } = await tryOnce(['import', chosenAs.current, asked, map], (key) =>
        checkFile(chosen.file, { ...asked, map: [...map] }, key),
      );
      // The gateway has them now: people's names and numbers stay in the browser no longer than they must.
      forgetKept(PASTED);
      go(`/people/import/${id}`);
    } catch (caught) {
      setError(caught);
      setSending(false);
    }
  };
  return (
    <Stack component="section" aria-labelledby="prepare-file">
      <Group justify="space-between">
        <Title order={2} size="h3" id="prepare-file">
          <Said>{say('chosen', { name: chosen.name ?? say('pasted'), size })}</Said>
        </Title>
        <Button variant="default" onClick={onOther}>
          {say('other')}
        </Button>
      </Group>
      <ColumnTable {...chosen} targets={targets} onChange={setTargets} />
      {fault !== undefined && (
        <Text c="var(--bad)" role="alert">
          <Said>{sayFault(fault)}</Said>
        </Text>
      )}
      <div className="form-grid card">
        <Select
          label={say('list')}
          placeholder={say('noList')}
          data={(lists.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
          value={list}
          onChange={setList}
          clearable
        />
        {list !== null && (
          <>
            <Select
              label={say('consent')}
              description={say('consentHint')}
              inputWrapperOrder={DESCRIBED_BELOW}
              data={CONSENTS.map((value) => ({ value, label: say(`consent_${value}`) }))}
              value={consent}
              allowDeselect={false}
              onChange={(value) => setConsent(CONSENTS.find((one) => one === value) ?? 'unknown')}
            />
            <TextInput
              label={say('proof')}
              value={proof}
              onChange={({ currentTarget }) => setProof(currentTarget.value)}
            />
          </>
        )}
      </div>
      <ProblemNote error={error} />
      <Group>
        <Button size="md" loading={isSending} disabled={fault !== undefined} onClick={() => void check()}>
          {say('check')}
        </Button>
        {isSending && <Text role="status">{say('sending', { size })}</Text>}
      </Group>
    </Stack>
  );
};
