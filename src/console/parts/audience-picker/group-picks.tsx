import { Checkbox, Group, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type AudienceTerm, type GroupKind, groupsQuery } from '../../api/people/audiences.ts';
import { useWords } from '../../words/i18n.ts';
import { ProblemNote } from '../problems/problem-note.tsx';
import { Said } from '../said.tsx';
import { idsOf, withGroup } from './terms.ts';
import { audienceWords } from './words.ts';

/** More names than these get a field to search in. */
const FEW = 8;

interface Props {
  readonly kind: GroupKind;
  /** Distinguishes the same kind in another part of the audience. */
  readonly label?: string;
  readonly terms: readonly AudienceTerm[];
  readonly onChange: (terms: AudienceTerm[]) => void;
}

/** The groups of one kind, to be ticked. A group that is gone stays in sight, so that it can be taken out. */
export const GroupPicks = ({ kind, label, terms, onChange }: Props): ReactNode => {
  const say = useWords(audienceWords);
  const groups = useQuery(groupsQuery(kind));
  const [sought, seek] = useState('');
  const picked = idsOf(terms, kind);
  const all = groups.data ?? [];
  const gone = groups.data === undefined ? [] : picked.filter((id) => !all.some((one) => one.id === id));
  const found = all.filter(({ name }) => name.toLocaleLowerCase().includes(sought.toLocaleLowerCase()));
  const shown = [
    ...all.filter(({ id }) => picked.includes(id)),
    ...found.filter(({ id }) => !picked.includes(id)).slice(0, FEW),
  ];
  if (groups.isError) return <ProblemNote error={groups.error} onRetry={() => void groups.refetch()} />;
  if (all.length === 0 && gone.length === 0) return null;
  const title = label === undefined ? say(kind) : `${label} : ${say(kind).toLocaleLowerCase()}`;
  const toggle = (id: number, isIn: boolean): void => onChange(withGroup(terms, kind, id, isIn));
  return (
    <fieldset className="picks">
      <legend>{title}</legend>
      {all.length > FEW && (
        <TextInput
          size="sm"
          aria-label={`${title}\u00a0: ${say('find')}`}
          placeholder={say('find')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={sought}
          onChange={(event) => seek(event.currentTarget.value)}
        />
      )}
      <Group gap="xs" className="pick-row">
        {shown.map(({ id, name }) => (
          <Checkbox.Card
            key={id}
            className="pick"
            withBorder={false}
            checked={picked.includes(id)}
            onChange={(isIn: boolean) => toggle(id, isIn)}
            aria-label={name}
          >
            <Checkbox.Indicator size="sm" />
            <Said>{name}</Said>
          </Checkbox.Card>
        ))}
        {gone.map((id) => (
          <Checkbox.Card
            key={id}
            className="pick pick-gone"
            withBorder={false}
            checked
            onChange={() => toggle(id, false)}
            aria-label={say('groupGone', { kind: say(`k_${kind}`), id })}
          >
            <Checkbox.Indicator size="sm" />
            {say('groupGone', { kind: say(`k_${kind}`), id })}
          </Checkbox.Card>
        ))}
        {shown.length === 0 && gone.length === 0 && <Text c="var(--quiet)">{say('noneFound')}</Text>}
      </Group>
    </fieldset>
  );
};
