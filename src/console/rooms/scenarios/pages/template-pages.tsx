import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { libraryQuery, removeTemplate, templateQuery } from '../../../api/alerts/templates.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { emptyContent } from '../edit/form.ts';
import { TemplateEditor } from '../edit/template-editor.tsx';
import { editWords } from '../edit/words.ts';
import { ScenariosFrame } from '../scenarios-frame.tsx';
import { RemoveNamed } from '../show/remove-named.tsx';
import { scenariosWords } from '../words.ts';

/** A new template, from the beginning or from one of the library. */
export const NewTemplatePage = (): ReactNode => {
  const say = useWords(editWords);
  const language = useLanguage();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const of = params.get('library');
  const library = useQuery(libraryQuery());
  return (
    <ScenariosFrame title={say('newTemplate')}>
      <Loaded of={library}>
        {({ items }) => {
          const copied = items.find(({ id }) => id === of);
          return (
            <TemplateEditor
              key={of}
              kept={`template.new.${of ?? ''}`}
              initial={{
                name: copied?.title[language] ?? '',
                content: copied?.content ?? emptyContent(language),
              }}
              onSaved={() => go('/alerts/templates')}
              onLeave={() => go('/alerts/templates')}
            />
          );
        }}
      </Loaded>
    </ScenariosFrame>
  );
};

export const TemplatePage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(scenariosWords);
  const edit = useWords(editWords);
  const may = useMay();
  const [, go] = useLocation();
  const template = useQuery(templateQuery(id));
  const { data } = template;
  const actions = data !== undefined && may('prepare') && (
    <RemoveNamed kind="template" id={id} name={data.name} onRemove={() => removeTemplate(id, data.version)} />
  );
  return (
    <ScenariosFrame title={data?.name ?? edit('template')} actions={actions}>
      <BackLink href="/alerts/templates">{say('backTemplates')}</BackLink>
      <Text c="var(--quiet)">{say('templateHint')}</Text>
      <Loaded of={template}>
        {(one) => (
          <TemplateEditor
            template={one}
            kept={`template.${id}`}
            initial={{ name: one.name, content: one.content }}
            onSaved={() => go('/alerts/templates')}
            onLeave={() => go('/alerts/templates')}
          />
        )}
      </Loaded>
    </ScenariosFrame>
  );
};
