import { Button, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { type Content, libraryQuery, templatesQuery } from '../../../api/alerts/templates.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { emptyPlan } from '../edit/form.ts';
import { ScenarioEditor } from '../edit/scenario-editor.tsx';
import { editWords } from '../edit/words.ts';
import { ScenariosFrame } from '../scenarios-frame.tsx';
import { scenariosWords } from '../words.ts';

/** A scenario from the beginning, or from the texts of a template. */
export const NewScenarioPage = (): ReactNode => {
  const say = useWords(editWords);
  const language = useLanguage();
  const [, go] = useLocation();
  const [copied, setCopied] = useState<Content>();
  return (
    <ScenariosFrame title={say('newScenario')}>
      <ScenarioEditor
        initial={emptyPlan(language)}
        {...(copied !== undefined && { copied })}
        begin={<BeginWith onCopy={setCopied} />}
        onSaved={(id) => go(`/alerts/scenarios/${id}`)}
        onLeave={() => go('/alerts/scenarios')}
      />
    </ScenariosFrame>
  );
};

const BeginWith = ({ onCopy }: { readonly onCopy: (content: Content) => void }): ReactNode => {
  const say = useWords(editWords);
  const room = useWords(scenariosWords);
  const language = useLanguage();
  const own = useQuery(templatesQuery()).data?.items ?? [];
  const library = useQuery(libraryQuery()).data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = [
    { group: room('ownTemplates'), items: own.map(({ id, name }) => ({ value: `own ${id}`, label: name })) },
    {
      group: room('library'),
      items: library.map(({ id, title }) => ({ value: `library ${id}`, label: title[language] })),
    },
  ];
  const content =
    own.find(({ id }) => chosen === `own ${id}`)?.content ??
    library.find(({ id }) => chosen === `library ${id}`)?.content;
  return (
    <section className="card" aria-label={say('fromTemplate')}>
      <Group align="end">
        <Select
          label={say('fromTemplate')}
          description={say('fromTemplateHint')}
          data={groups.filter(({ items }) => items.length > 0)}
          value={chosen}
          onChange={setChosen}
          searchable
          clearable
          flex={1}
          miw="min(22rem, 100%)"
        />
        <Button variant="default" disabled={content === undefined} onClick={() => content && onCopy(content)}>
          {say('useTexts')}
        </Button>
      </Group>
      {content !== undefined && <Text c="var(--quiet)">{say('replacesTexts')}</Text>}
    </section>
  );
};
