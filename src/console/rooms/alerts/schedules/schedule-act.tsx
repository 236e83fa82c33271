import { NativeSelect, Radio, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  changeSchedule,
  makeSchedule,
  type Schedule,
  type ScheduleDraft,
  scenariosToPlanQuery,
} from '../../../api/alerts/schedules.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { placeZone } from '../../../words/place.ts';
import { RhythmFields } from './rhythm-fields.tsx';
import { schedulesWords } from './words.ts';

const fresh = (): ScheduleDraft => ({
  name: '',
  cron: '0 10 1 * *',
  timeZone: placeZone(),
  scenario: 0,
  values: {},
  exercise: true,
  enabled: true,
  grace: 'PT5M',
});

const draftOf = ({
  id: _id,
  version: _version,
  createdAt: _at,
  next: _next,
  ...draft
}: Schedule): ScheduleDraft => draft;

/** Plans a scenario, or changes what is planned. */
export const ScheduleAct = ({ schedule }: { readonly schedule?: Schedule }): ReactNode => {
  const say = useWords(schedulesWords);
  const tell = useUndo();
  const queries = useQueryClient();
  const { moment } = useFormats();
  const [draft, setDraft] = useState<ScheduleDraft>(fresh);
  const scenarios = useQuery(scenariosToPlanQuery());
  const scenario = scenarios.data?.items.find(({ id }) => id === draft.scenario);
  const needs = scenario?.needs ?? [];
  const set = (change: Partial<ScheduleDraft>): void => setDraft((before) => ({ ...before, ...change }));
  const isIncomplete =
    draft.name.trim() === '' ||
    draft.scenario === 0 ||
    draft.cron.trim() === '' ||
    needs.some((name) => (draft.values[name] ?? '').trim() === '');
  return (
    <ActButton
      label={say(schedule === undefined ? 'add' : 'change')}
      title={say(schedule === undefined ? 'add' : 'change')}
      verb={say(schedule === undefined ? 'addVerb' : 'changeVerb')}
      variant={schedule === undefined ? 'filled' : 'default'}
      isIncomplete={isIncomplete}
      onOpen={() => setDraft(schedule === undefined ? fresh() : draftOf(schedule))}
      onAct={async () => {
        // What was typed for another scenario stays out.
        const values = Object.fromEntries(needs.map((name) => [name, draft.values[name] ?? '']));
        const body = {
          ...draft,
          name: draft.name.trim(),
          values: scenario === undefined ? draft.values : values,
        };
        const saved =
          schedule === undefined
            ? await tryOnce(['schedule', body], (key) => makeSchedule(body, key))
            : await changeSchedule(schedule, body);
        tell(saved.next === null ? say('savedOff') : say('saved', { next: moment(saved.next) }));
        await queries.invalidateQueries({ queryKey: ['schedules'] });
      }}
    >
      <Stack gap="sm">
        {scenarios.data?.items.length === 0 && <Text>{say('noScenario')}</Text>}
        <TextInput
          label={say('name')}
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={say('scenario')}
          required
          value={String(draft.scenario)}
          onChange={(event) => set({ scenario: Number(event.currentTarget.value) })}
          data={[
            { value: '0', label: '–' },
            ...(scenarios.data?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []),
          ]}
        />
        {needs.length > 0 && <Text c="var(--quiet)">{say('values')}</Text>}
        {needs.map((name) => (
          <TextInput
            key={name}
            label={say('value', { name })}
            required
            value={draft.values[name] ?? ''}
            onChange={(event) => set({ values: { ...draft.values, [name]: event.currentTarget.value } })}
          />
        ))}
        <Radio.Group
          label={say('what')}
          value={draft.exercise || scenario?.kind === 'exercise' ? 'exercise' : 'live'}
          onChange={(value) => set({ exercise: value === 'exercise' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="exercise" label={say('exercise')} color="exercise" />
            {scenario?.kind !== 'exercise' && <Radio value="live" label={say('live')} color="danger" />}
          </Stack>
        </Radio.Group>
        <RhythmFields cron={draft.cron} onChange={(cron) => set({ cron })} />
        <TextInput
          label={say('timeZone')}
          required
          value={draft.timeZone}
          onChange={(event) => set({ timeZone: event.currentTarget.value })}
        />
        <Switch
          label={say('enabled')}
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
      </Stack>
    </ActButton>
  );
};
