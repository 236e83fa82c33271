import { Autocomplete, Select, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { changeRoster, onDutyQuery, type Roster } from '../../../api/inbox/rosters.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { useWords } from '../../../words/i18n.ts';
import { fieldTime, gatewayNow, momentOfField } from '../../../words/place.ts';
import { bodyOf, draftOf, namesOf } from './roster-draft.ts';
import { dutyWords } from './words.ts';

const HOUR_MS = 3_600_000;
const USUAL_MS = 12 * HOUR_MS;

/** Passes duty on from now until some time, as an exception in the roster. */
export const HandDuty = ({ of }: { readonly of: Roster }): ReactNode => {
  const say = useWords(dutyWords);
  const queries = useQueryClient();
  const tell = useUndo();
  const { data } = useQuery(onDutyQuery(of.id));
  const on = data?.people.map(({ name }) => name) ?? [];
  const [out, setOut] = useState<string | null>(null);
  const [into, setInto] = useState('');
  const [until, setUntil] = useState('');
  const names = { from: out ?? '', to: into.trim() };
  const end = momentOfField(of.timeZone, until);
  const open = (): void => {
    const next = data?.next == null ? gatewayNow() + USUAL_MS : Date.parse(data.next);
    setUntil(fieldTime(of.timeZone, next));
    setOut(on[0] ?? null);
    setInto('');
  };
  if (on.length === 0) return null;
  return (
    <ActButton
      label={say('handOver')}
      title={say('handTitle')}
      verb={names.to === '' || names.from === '' ? say('handVerbEmpty') : say('handVerb', names)}
      isIncomplete={names.to === '' || names.from === '' || end === undefined}
      onOpen={open}
      onAct={async () => {
        if (end === undefined) return;
        const body = bodyOf(draftOf(of));
        const exception = {
          from: new Date(gatewayNow()).toISOString(),
          to: new Date(end).toISOString(),
          out: names.from,
          in: names.to,
        };
        const exceptions = [...(body.exceptions ?? []), exception];
        await changeRoster(of.id, of.version, { ...body, exceptions }).finally(() =>
          queries.invalidateQueries({ queryKey: ['rosters'] }),
        );
        tell(say('handed', names));
      }}
    >
      <Stack gap="sm">
        <Select label={say('handOut')} data={on} value={out} onChange={setOut} allowDeselect={false} />
        <Autocomplete
          label={say('handIn')}
          description={say('handInHint')}
          data={namesOf(of).filter((name) => name !== out)}
          value={into}
          maxLength={64}
          onChange={setInto}
        />
        <TextInput
          type="datetime-local"
          label={say('handUntil')}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
      </Stack>
    </ActButton>
  );
};
