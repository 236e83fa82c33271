import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  type Content,
  makeTemplate,
  replaceTemplate,
  type Template,
  templateQuery,
} from '../../../api/alerts/templates.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { EditConflict } from '../../../parts/difference/edit-conflict.tsx';
import { changedLines } from '../../../parts/difference/lines.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { usePlanLines } from '../show/use-plan-lines.ts';
import { operatorsIn, personalIn } from '../text/example-text.ts';
import { ContentEditor } from './content-editor.tsx';
import { contentWords } from './content-words.ts';
import { FieldEditor } from './field-editor.tsx';
import { emptyPlan, lintable, tidyContent } from './form.ts';
import { useEdit } from './use-edit.ts';
import { useLint } from './use-lint.ts';
import { editWords } from './words.ts';

interface Draft {
  readonly name: string;
  readonly content: Content;
}

interface Props {
  readonly template?: Template;
  readonly kept: string;
  readonly initial: Draft;
  readonly onSaved: (id: number) => void;
  readonly onLeave: () => void;
}

/** The texts of a template, with the linter reading along. */
export const TemplateEditor = ({ template, kept, initial, onSaved, onLeave }: Props): ReactNode => {
  const say = useWords(editWords);
  const sayOf = useWords(contentWords);
  const common = useWords(commonWords);
  const { number } = useFormats();
  const may = useMay();
  const tell = useUndo();
  const queries = useQueryClient();
  const planLines = usePlanLines();
  const [hasTried, setTried] = useState(false);
  const edit = useEdit<Draft>({
    kept,
    initial: { draft: initial, version: template?.version },
    save: async ({ name, content }, version, key) => {
      const body = { name: name.trim(), content: tidyContent(content) };
      const saved =
        template === undefined || version === undefined
          ? await makeTemplate(body, key)
          : await replaceTemplate(template.id, body, version);
      await queries.invalidateQueries({ queryKey: ['templates'] });
      tell(say('saved'));
      onSaved(saved.id);
    },
    read: async () => {
      const now = await queries.fetchQuery({ ...templateQuery(template?.id ?? 0), staleTime: 0 });
      return { draft: { name: now.name, content: now.content }, version: now.version };
    },
    onSaved: () => {},
  });
  const { draft, base, theirs, change } = edit;
  const { content } = draft;
  const findings = useLint(content);
  const errors = (findings ?? []).filter(({ level }) => level === 'error').length;
  const isWhole = draft.name.trim() !== '' && lintable(content) !== undefined && errors === 0;
  const linesOf = ({ name, content: texts }: Draft) =>
    planLines({ ...emptyPlan('fr', texts), name }).filter(({ key }) =>
      /^(name|text|short|default|fallback|longest)/.test(key),
    );
  const names = [...operatorsIn(content), ...personalIn(content)];
  return (
    <Stack gap="lg">
      {theirs !== undefined && (
        <EditConflict
          theirs={changedLines(linesOf(base), linesOf(theirs))}
          mine={changedLines(linesOf(base), linesOf(draft))}
          onTakeTheirs={edit.takeTheirs}
          onKeepMine={edit.keepMine}
        />
      )}
      <div className="card">
        <TextInput
          label={say('name')}
          description={say('nameHint')}
          value={draft.name}
          maxLength={100}
          error={hasTried && draft.name.trim() === '' && say('nameMissing')}
          onChange={({ currentTarget }) => change({ ...draft, name: currentTarget.value })}
        />
      </div>
      <ContentEditor
        heading={sayOf('texts')}
        content={content}
        onChange={(next) => change({ ...draft, content: next })}
        findings={findings}
        hasTried={hasTried}
      />
      <Stack component="section" aria-labelledby="template-fields">
        <Title order={2} size="h3" id="template-fields">
          {sayOf('fields')}
        </Title>
        {names.length === 0 && <Text c="var(--quiet)">{sayOf('noFields')}</Text>}
        {names.map((name) => (
          <FieldEditor
            key={name}
            name={name}
            content={content}
            onContent={(next) => change({ ...draft, content: next })}
          />
        ))}
      </Stack>
      {hasTried && errors > 0 && (
        <Text role="alert" c="var(--bad)">
          {say('fault_errors', { count: errors, n: number(errors) })}
        </Text>
      )}
      <ProblemNote error={edit.error} />
      {may('prepare') && (
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              onLeave();
              edit.forget();
            }}
          >
            {common('cancel')}
          </Button>
          <Button
            size="md"
            loading={edit.isSaving}
            onClick={() => {
              setTried(true);
              if (isWhole) edit.save();
            }}
          >
            {say('saveTemplate')}
          </Button>
        </Group>
      )}
    </Stack>
  );
};
