import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type Contact, contactsQuery } from '../../../api/people/contacts.ts';
import { groupsQuery } from '../../../api/people/groups.ts';
import { isProblem } from '../../../api/problem.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useLanguageName } from '../../../parts/text-editor/language-name.ts';
import { useKept } from '../../../parts/use-kept.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { peopleWords } from '../words.ts';
import { ExportButton } from './export-button.tsx';
import { languageIn, searchOf } from './search.ts';
import { contactWords } from './words.ts';

const TYPING_MS = 250;
const nothingAsked: { text: string; list: string | null; language: string } = {
  text: '',
  list: null,
  language: '',
};

/** Everybody who is known, found by name or number. */
export const ContactsPage = (): ReactNode => {
  const room = useWords(peopleWords);
  const say = useWords(contactWords);
  const { number } = useFormats();
  const may = useMay();
  const [kept, setKept] = useKept('people.search', nothingAsked);
  const [params, setParams] = useSearchParams();
  // A link to one number, as from a call for help, wins over what was searched for before.
  const linked = params.get('number');
  const asked = linked === null ? kept : { ...nothingAsked, text: linked };
  const [cursor, setCursor] = useState<string>();
  const [text] = useDebouncedValue(asked.text, TYPING_MS);
  const lists = useQuery(groupsQuery('list'));
  const [typedLanguage] = useDebouncedValue(asked.language, TYPING_MS);
  const language = languageIn(typedLanguage);
  const isFiltered = text.trim() !== '' || asked.list !== null || language !== '';
  const found = useQuery({
    ...contactsQuery({ ...searchOf(text), list: asked.list ?? undefined, language, cursor }),
    enabled: language !== undefined,
  });
  const ask = (change: Partial<typeof nothingAsked>): void => {
    setCursor(undefined);
    setKept({ ...asked, ...change });
    if (linked !== null) setParams({}, { replace: true });
  };
  const isPartial = isProblem(found.error, 'validation');
  const make = (
    <Group gap="xs">
      <Button component={Link} href="/people/contacts/new">
        {say('add')}
      </Button>
      <Button component={Link} href="/people/import" variant="default">
        {say('importFile')}
      </Button>
    </Group>
  );
  return (
    <PeopleFrame title={room('contacts')} actions={may('managePeople') && make}>
      <search className="filters">
        <TextInput
          label={say('search')}
          placeholder={say('searchHint')}
          leftSection={<IconSearch aria-hidden size={18} />}
          value={asked.text}
          onChange={({ currentTarget }) => ask({ text: currentTarget.value })}
          error={isPartial && say('numberPartial')}
          type="search"
        />
        <Select
          label={say('listFilter')}
          placeholder={say('everyList')}
          data={(lists.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
          value={asked.list}
          onChange={(list) => ask({ list })}
          clearable
          searchable
        />
        <TextInput
          label={say('languageFilter')}
          placeholder={say('everyLanguage')}
          value={asked.language}
          error={language === undefined && say('fault_language')}
          onChange={({ currentTarget }) => ask({ language: currentTarget.value })}
        />
      </search>
      {!isPartial && language !== undefined && (
        <Loaded of={found}>
          {({ items, next }) =>
            items.length === 0 && cursor === undefined ? (
              <Empty
                title={say(isFiltered ? 'notFound' : 'none')}
                hint={say(isFiltered ? 'notFoundHint' : 'noneHint')}
              />
            ) : (
              <>
                <ContactTable contacts={items} />
                <Group justify="space-between">
                  <Text c="var(--quiet)" role="status">
                    {say('shown', { count: items.length, n: number(items.length) })}
                  </Text>
                  <Group gap="xs">
                    {cursor !== undefined && (
                      <Button variant="default" onClick={() => setCursor(undefined)}>
                        {say('first')}
                      </Button>
                    )}
                    {next !== null && (
                      <Button variant="default" onClick={() => setCursor(next)}>
                        {say('next')}
                      </Button>
                    )}
                    <ExportButton list={asked.list} />
                  </Group>
                </Group>
              </>
            )
          }
        </Loaded>
      )}
    </PeopleFrame>
  );
};

const ContactTable = ({ contacts }: { readonly contacts: readonly Contact[] }): ReactNode => {
  const say = useWords(contactWords);
  const languageName = useLanguageName();
  const { phone } = useFormats();
  return (
    <DataTable
      label={say('table')}
      rows={contacts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          title: say('name'),
          cell: ({ id, name }) => (
            <Link href={`/people/contacts/${id}`}>{name === null ? say('noName') : <Said>{name}</Said>}</Link>
          ),
        },
        {
          key: 'number',
          title: say('number'),
          cell: (one) => <span className="figures">{phone(one.number)}</span>,
        },
        {
          key: 'language',
          title: say('language'),
          cell: ({ language }) => (language === null ? '–' : languageName(language)),
        },
        {
          key: 'postalCode',
          title: say('postalCode'),
          cell: ({ postalCode }) => <Said>{postalCode ?? '–'}</Said>,
        },
        { key: 'source', title: say('source'), cell: ({ source }) => <Said>{source}</Said> },
      ]}
    />
  );
};
