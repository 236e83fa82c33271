import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { priorities } from '../../../domain/messages/priority.ts';
import { states } from '../../../domain/messages/state.ts';
import { commonWords } from '../../words/common.ts';
import { useWords } from '../../words/i18n.ts';
import { messagesWords } from './words.ts';

/** What narrows the list; it stands in the address, so that the way back and a bookmark keep it. */
export interface Filters {
  readonly q: string;
  readonly state: string;
  readonly priority: string;
  readonly alert: string;
  readonly since: string;
}

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

/** One box that takes a number straight away, and the filters below it. */
export const SearchBox = ({ filters, onChange }: Props): ReactNode => {
  const say = useWords(messagesWords);
  const sayCommon = useWords(commonWords);
  const [typed, setTyped] = useState(filters.q);
  useEffect(() => setTyped(filters.q), [filters.q]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange({ ...filters, q: typed.trim() });
  };
  const isWide = useMediaQuery('(min-width: 36rem)', true);
  const isNarrowed = Object.values(filters).some((value) => value !== '');
  return (
    <search>
      <form onSubmit={submit} className="card message-search">
        <TextInput
          size="lg"
          label={say('searchLabel')}
          description={say('searchHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch aria-hidden size={22} />}
          rightSection={
            <Button type="submit" size="md">
              {sayCommon('search')}
            </Button>
          }
          rightSectionWidth="auto"
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
        <details open={isWide || filters.state + filters.priority + filters.alert + filters.since !== ''}>
          <summary>{say('filters')}</summary>
          <Group align="flex-end" className="message-filters">
            <NativeSelect
              label={say('state')}
              value={filters.state}
              onChange={(event) => onChange({ ...filters, state: event.currentTarget.value })}
              data={[
                { value: '', label: say('anyState') },
                ...states.map((one) => ({ value: one, label: say(`state_${one}`) })),
              ]}
            />
            <NativeSelect
              label={say('priority')}
              value={filters.priority}
              onChange={(event) => onChange({ ...filters, priority: event.currentTarget.value })}
              data={[
                { value: '', label: say('anyPriority') },
                ...priorities.map((one) => ({ value: one, label: say(`priority_${one}`) })),
              ]}
            />
            <TextInput
              label={say('alert')}
              type="number"
              min={1}
              value={filters.alert}
              onChange={(event) => onChange({ ...filters, alert: event.currentTarget.value })}
            />
            <TextInput
              label={say('since')}
              type="datetime-local"
              value={filters.since}
              onChange={(event) => onChange({ ...filters, since: event.currentTarget.value })}
            />
            {isNarrowed && (
              <Button
                variant="subtle"
                onClick={() => onChange({ q: '', state: '', priority: '', alert: '', since: '' })}
              >
                {say('clear')}
              </Button>
            )}
          </Group>
        </details>
      </form>
    </search>
  );
};
