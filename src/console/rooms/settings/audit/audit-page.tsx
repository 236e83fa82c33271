import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type AuditEntry, type AuditFilter, auditPagesQuery } from '../../../api/operation/operation.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { instantInField } from '../../../words/place.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { ChainCheck } from './chain-check.tsx';
import { auditWords } from './words.ts';

const NONE = { actor: '', action: '', subject: '', since: '' };

/** Who did what, and whether the log is whole. */
export const AuditPage = (): ReactNode => {
  const say = useWords(auditWords);
  const sayRoom = useWords(settingsWords);
  const [typed, setTyped] = useState(NONE);
  const [filter, setFilter] = useState<AuditFilter>({});
  const find = (event: FormEvent): void => {
    event.preventDefault();
    const { since, ...rest } = typed;
    setFilter({ ...rest, since: instantInField(since ?? '') });
  };
  const field = (name: 'actor' | 'action' | 'subject') => ({
    label: say(name),
    description: say(`${name}Hint`),
    inputWrapperOrder: ['label', 'input', 'description'] as ('label' | 'input' | 'description')[],
    value: typed[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <SettingsFrame title={sayRoom('audit')}>
      <Stack>
        <ChainCheck />
        <search>
          <form onSubmit={find} className="card">
            <Group align="flex-start">
              <TextInput {...field('actor')} />
              <TextInput {...field('action')} />
              <TextInput {...field('subject')} />
              <TextInput
                label={say('since')}
                type="datetime-local"
                value={typed.since}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setTyped((before) => ({ ...before, since: value }));
                }}
              />
            </Group>
            <Group mt="sm">
              <Button type="submit" variant="default">
                {say('find')}
              </Button>
              {Object.values(filter).some((one) => one !== undefined && one !== '') && (
                <Button
                  variant="subtle"
                  onClick={() => {
                    setTyped(NONE);
                    setFilter({});
                  }}
                >
                  {say('clear')}
                </Button>
              )}
            </Group>
          </form>
        </search>
        <Entries filter={filter} />
      </Stack>
    </SettingsFrame>
  );
};

const Entries = ({ filter }: { readonly filter: AuditFilter }): ReactNode => {
  const say = useWords(auditWords);
  const sayCommon = useWords(commonWords);
  const { moment } = useFormats();
  const pages = useInfiniteQuery(auditPagesQuery(filter));
  const entries = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns: readonly Column<AuditEntry>[] = [
    { key: 'at', title: say('colWhen'), cell: ({ at }) => <span className="figures">{moment(at)}</span> },
    { key: 'actor', title: say('actor'), cell: ({ actor }) => <Said>{actor.name || actor.id}</Said> },
    { key: 'action', title: say('action'), cell: ({ action }) => <code>{action}</code> },
    { key: 'subject', title: say('subject'), cell: ({ subject }) => <Said>{subject}</Said> },
    {
      key: 'detail',
      title: say('colDetail'),
      cell: ({ detail }) => (
        <Said>
          {Object.entries(detail)
            .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
            .join(' · ')}
        </Said>
      ),
    },
  ];
  if (pages.isError) return <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.data === undefined) return <p aria-busy>{sayCommon('loading')}</p>;
  if (entries.length === 0) return <Empty title={say('none')} hint={say('noneHint')} />;
  return (
    <Stack align="stretch">
      <DataTable label={say('listLabel')} columns={columns} rows={entries} rowKey={({ id }) => id} />
      {pages.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {sayCommon('more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
};
