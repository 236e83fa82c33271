import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type ContactInFull, deadQuery, revive } from '../../../api/people/contacts.ts';
import { useGroupName } from '../../../api/people/groups.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { contactWords } from './words.ts';

/** Whether anything keeps messages from the person: an opt-out, or a number to which nothing gets through. */
export const Reachable = ({ contact }: { readonly contact: ContactInFull }): ReactNode => {
  const say = useWords(contactWords);
  const { moment } = useFormats();
  const listName = useGroupName('list');
  const { optOuts, number } = contact;
  return (
    <section className="card" aria-labelledby="reachable">
      <Stack gap="sm">
        <Title order={2} size="h3" id="reachable">
          {say('state')}
        </Title>
        {optOuts.length === 0 && <Light tone="good">{say('notOptedOut')}</Light>}
        {optOuts.map(({ list, source, at, evidence }) => (
          <div key={list ?? 'all'}>
            <Light tone="bad">
              {list === null ? say('optedOutAll') : say('optedOutOf', { list: listName(list) ?? list })}
            </Light>
            <Text c="var(--quiet)">
              <Said>{say('evidence', { source: say(`source_${source}`), at: moment(at), evidence })}</Said>
            </Text>
          </div>
        ))}
        <Dead number={number} />
        <Link href={`/people/opt-outs?number=${encodeURIComponent(number)}`}>{say('toOptOuts')}</Link>
      </Stack>
    </section>
  );
};

const Dead = ({ number }: { readonly number: string }): ReactNode => {
  const say = useWords(contactWords);
  const { number: figure } = useFormats();
  const may = useMay();
  const tell = useUndo();
  const queries = useQueryClient();
  const dead = useQuery(deadQuery(number));
  const live = async (): Promise<void> => {
    await revive(number);
    await queries.invalidateQueries({ queryKey: ['people', 'dead'] });
    tell(say('revived'));
  };
  return (
    <Loaded of={dead}>
      {(found) =>
        found === null ? (
          <Light tone="good">{say('isAlive')}</Light>
        ) : (
          <Stack gap={4}>
            <Light tone="warn">{say('isDead', { count: found.times, n: figure(found.times) })}</Light>
            <Text c="var(--quiet)">
              <Said>{say('deadHint', { reason: found.last.at(-1)?.reason ?? '–' })}</Said>
            </Text>
            {may('managePeople') && (
              <Group>
                <Button variant="default" size="sm" onClick={() => void live()}>
                  {say('revive')}
                </Button>
              </Group>
            )}
          </Stack>
        )
      }
    </Loaded>
  );
};
