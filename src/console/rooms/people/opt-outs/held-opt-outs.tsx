import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useGroupName } from '../../../api/people/groups.ts';
import {
  type HeldDecision,
  type HeldOptOut,
  heldOptOutsQuery,
  settleHeld,
} from '../../../api/people/opt-outs.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { optOutWords } from './words.ts';

/** Opt-outs that came in a flood while an alert went out: a person says whether they are real. */
export const HeldOptOuts = (): ReactNode => {
  const say = useWords(optOutWords);
  const { number } = useFormats();
  const held = useQuery(heldOptOutsQuery());
  const items = held.data?.items ?? [];
  if (items.length === 0) return held.isError ? <ProblemNote error={held.error} /> : null;
  return (
    <Stack component="section" className="card" aria-labelledby="held" gap="sm">
      <Title order={2} size="h3" id="held">
        <Light tone="warn">
          {say('held', { count: items.length, n: `${number(items.length)}${held.data?.next ? '+' : ''}` })}
        </Light>
      </Title>
      <Text>{say('heldHint')}</Text>
      <Decide held={items} />
    </Stack>
  );
};

const Decide = ({ held }: { readonly held: readonly HeldOptOut[] }): ReactNode => {
  const say = useWords(optOutWords);
  const { number: figure, phone, moment } = useFormats();
  const may = useMay();
  const tell = useUndo();
  const queries = useQueryClient();
  const listName = useGroupName('list');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [error, setError] = useState<unknown>();
  const ids = held.map(({ id }) => id).filter((id) => chosen.has(id));
  const settle = async (decision: HeldDecision, which: readonly number[]): Promise<number> => {
    try {
      return (await settleHeld(decision, which)).done;
    } finally {
      await queries.invalidateQueries({ queryKey: ['opt-outs'] });
    }
  };
  const act = async (decision: 'carry-out' | 'throw-away'): Promise<void> => {
    setError(undefined);
    try {
      const done = await settle(decision, ids);
      const said = say(decision === 'carry-out' ? 'carriedOut' : 'thrownAway', {
        count: done,
        n: figure(done),
      });
      // What somebody else decided meanwhile is not taken back along with what was decided here.
      if (done === ids.length) tell(said, () => settle('undo', ids));
      else tell(said);
    } catch (caught) {
      setError(caught);
    }
  };
  const mark = (which: readonly number[], isOn: boolean): void =>
    setChosen(
      (before) => new Set([...[...before].filter((id) => !which.includes(id)), ...(isOn ? which : [])]),
    );
  const n = figure(ids.length);
  return (
    <>
      {may('managePeople') && (
        <Group>
          <Checkbox
            label={say('chooseAll')}
            checked={ids.length === held.length}
            indeterminate={ids.length > 0 && ids.length < held.length}
            onChange={({ currentTarget }) =>
              mark(
                held.map(({ id }) => id),
                currentTarget.checked,
              )
            }
          />
          <Button disabled={ids.length === 0} onClick={() => void act('carry-out')}>
            {say('carryOut', { count: ids.length, n })}
          </Button>
          <Button variant="default" disabled={ids.length === 0} onClick={() => void act('throw-away')}>
            {say('throwAway', { count: ids.length, n })}
          </Button>
        </Group>
      )}
      <ProblemNote error={error} />
      <DataTable
        label={say('heldTable')}
        rows={held}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'number',
            title: say('number'),
            cell: ({ id, number }) =>
              may('managePeople') ? (
                <Checkbox
                  label={phone(number)}
                  checked={chosen.has(id)}
                  onChange={({ currentTarget }) => mark([id], currentTarget.checked)}
                />
              ) : (
                phone(number)
              ),
          },
          { key: 'at', title: say('at'), cell: ({ at }) => moment(at) },
          { key: 'route', title: say('route'), cell: ({ route }) => <Said>{route}</Said> },
          {
            key: 'lists',
            title: say('lists'),
            cell: ({ lists }) =>
              lists === null ? (
                say('everyList')
              ) : (
                <Said>{lists.map((one) => listName(one) ?? one).join(', ')}</Said>
              ),
          },
        ]}
      />
    </>
  );
};
