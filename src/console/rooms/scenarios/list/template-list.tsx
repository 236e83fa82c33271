import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type LibraryTemplate, libraryQuery, templatesQuery } from '../../../api/alerts/templates.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useLanguageName } from '../../../parts/text-editor/language-name.ts';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { ScenariosFrame } from '../scenarios-frame.tsx';
import { scenariosWords } from '../words.ts';

/** The templates of one's own, and those that come with the product. */
export const TemplateList = (): ReactNode => {
  const say = useWords(scenariosWords);
  const { number } = useFormats();
  const languageName = useLanguageName();
  const may = useMay();
  const templates = useQuery(templatesQuery());
  const add = may('prepare') && (
    <Button component={Link} href="/alerts/templates/new">
      {say('newTemplate')}
    </Button>
  );
  return (
    <ScenariosFrame title={say('templates')} actions={add}>
      <Stack component="section" gap="sm" aria-labelledby="own-templates">
        <Title order={2} size="h3" id="own-templates">
          {say('ownTemplates')}
        </Title>
        <Loaded of={templates}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('noTemplates')} hint={say('noTemplatesHint')} />
            ) : (
              <DataTable
                label={say('ownTemplates')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    title: say('name'),
                    cell: ({ id, name }) => (
                      <Link href={`/alerts/templates/${id}`}>
                        <Said>{name}</Said>
                      </Link>
                    ),
                  },
                  {
                    key: 'languages',
                    title: say('languages'),
                    cell: ({ content }) =>
                      content.variants.map(({ language }) => languageName(language)).join(', '),
                  },
                  {
                    key: 'texts',
                    title: say('texts'),
                    cell: ({ findings }) =>
                      findings.length === 0
                        ? say('noWarnings')
                        : say('warnings', { count: findings.length, n: number(findings.length) }),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Stack>
      <Library />
    </ScenariosFrame>
  );
};

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

const Library = (): ReactNode => {
  const say = useWords(scenariosWords);
  const [wanted, setWanted] = useState('');
  const language = useLanguage();
  const library = useQuery(libraryQuery());
  const isWanted = ({ title, content }: LibraryTemplate): boolean =>
    [title.fr, title.en, ...content.variants.map(({ text }) => text)].some((one) =>
      plain(one).includes(plain(wanted.trim())),
    );
  return (
    <Stack component="section" gap="sm" aria-labelledby="library">
      <Title order={2} size="h3" id="library">
        {say('library')}
      </Title>
      <Text c="var(--quiet)">{say('libraryHint')}</Text>
      <TextInput
        type="search"
        label={say('filter')}
        value={wanted}
        maw="24rem"
        onChange={({ currentTarget }) => setWanted(currentTarget.value)}
      />
      <Loaded of={library}>
        {({ items }) => {
          const found = items.filter(isWanted);
          if (found.length === 0) return <Empty title={say('nothingFound')} />;
          const categories = [...new Set(found.map(({ category }) => category))];
          return categories.map((category) => (
            <Stack key={category} gap="xs">
              <Title order={3}>{say(`cat_${category}`)}</Title>
              <ul className="library">
                {found
                  .filter((one) => one.category === category)
                  .map((one) => (
                    <LibraryCard key={one.id} template={one} language={language} />
                  ))}
              </ul>
            </Stack>
          ));
        }}
      </Loaded>
    </Stack>
  );
};

interface CardProps {
  readonly template: LibraryTemplate;
  readonly language: 'en' | 'fr';
}

const LibraryCard = ({ template, language }: CardProps): ReactNode => {
  const say = useWords(scenariosWords);
  const may = useMay();
  const { id, title, content } = template;
  const shown = content.variants.find((one) => one.language === language) ?? content.variants[0];
  return (
    <li className="card">
      <Text fw={650}>{title[language]}</Text>
      <Text>{shown?.text}</Text>
      {may('prepare') && (
        <Button
          component={Link}
          href={`/alerts/templates/new?library=${id}`}
          variant="default"
          size="compact-md"
          aria-label={say('copyOf', { name: title[language] })}
        >
          {say('copy')}
        </Button>
      )}
    </li>
  );
};
