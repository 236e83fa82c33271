import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  makeScenario,
  replaceScenario,
  type Scenario,
  scenarioQuery,
} from '../../../api/alerts/scenarios.ts';
import type { Content } from '../../../api/alerts/templates.ts';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { EditConflict } from '../../../parts/difference/edit-conflict.tsx';
import { changedLines } from '../../../parts/difference/lines.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { usePlanLines } from '../show/use-plan-lines.ts';
import { operatorsIn, personalIn } from '../text/example-text.ts';
import { AudienceEditor } from './audience-editor.tsx';
import { ContentEditor } from './content-editor.tsx';
import { contentWords } from './content-words.ts';
import { EndingsEditor } from './endings-editor.tsx';
import { EscalationEditor } from './escalation-editor.tsx';
import { FieldEditor } from './field-editor.tsx';
import { bodyOf, faultsOf, type Plan, planOf } from './form.ts';
import { PlanEditor } from './plan-editor.tsx';
import { QuestionEditor } from './question-editor.tsx';
import { useEdit } from './use-edit.ts';
import { useLint } from './use-lint.ts';
import { editWords } from './words.ts';

interface Props {
  readonly scenario?: Scenario;
  readonly initial: Plan;
  /** Texts that the person has just chosen to begin with. */
  readonly copied?: Content;
  /** What stands between the name and the texts. */
  readonly begin?: ReactNode;
  readonly onSaved: (id: number) => void;
  readonly onLeave: () => void;
}

/** All of a scenario on one page, with the linter reading along. */
export const ScenarioEditor = ({ scenario, initial, copied, begin, onSaved, onLeave }: Props): ReactNode => {
  const say = useWords(editWords);
  const sayOf = useWords(contentWords);
  const common = useWords(commonWords);
  const { number } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const linesOf = usePlanLines();
  const [hasTried, setTried] = useState(false);
  const edit = useEdit<Plan>({
    kept: `scenario.${scenario?.id ?? 'new'}`,
    initial: { draft: initial, version: scenario?.version },
    save: async (draft, version, key) => {
      const saved =
        scenario === undefined || version === undefined
          ? await makeScenario(bodyOf(draft), key)
          : await replaceScenario(scenario.id, bodyOf(draft), version);
      await queries.invalidateQueries({ queryKey: ['scenarios'] });
      tell(say('savedScenario'));
      onSaved(saved.id);
    },
    read: async () => {
      const now = await queries.fetchQuery({ ...scenarioQuery(scenario?.id ?? 0), staleTime: 0 });
      return { draft: planOf(now), version: now.version };
    },
    onSaved: () => {},
  });
  const { draft: plan, base, theirs, change } = edit;
  const [taken, setTaken] = useState<Content>();
  if (copied !== undefined && copied !== taken) {
    setTaken(copied);
    change({ ...plan, content: copied });
  }
  const findings = useLint(plan.content);
  const faults = faultsOf(plan);
  const errors = (findings ?? []).filter(({ level }) => level === 'error').length;
  const save = (): void => {
    setTried(true);
    if (faults.length === 0 && errors === 0) edit.save();
  };
  const part = { plan, onChange: change, hasTried };
  const { content } = plan;
  const names = [...operatorsIn(content), ...personalIn(content)];
  return (
    <Stack gap="lg">
      {theirs !== undefined && (
        <EditConflict
          theirs={changedLines(linesOf(base), linesOf(theirs))}
          mine={changedLines(linesOf(base), linesOf(plan))}
          onTakeTheirs={edit.takeTheirs}
          onKeepMine={edit.keepMine}
        />
      )}
      <PlanEditor {...part} />
      {begin}
      <ContentEditor
        heading={sayOf('texts')}
        content={content}
        onChange={(next) => change({ ...plan, content: next })}
        findings={findings}
        values={plan.values}
        bounds={plan.bounds}
        isExercise={plan.kind === 'exercise'}
        hasTried={hasTried}
        {...(plan.from !== null && { from: plan.from })}
      />
      <Stack component="section" aria-labelledby="plan-fields">
        <Title order={2} size="h3" id="plan-fields">
          {sayOf('fields')}
        </Title>
        {names.length === 0 && <Text c="var(--quiet)">{sayOf('noFields')}</Text>}
        {names.map((name) => (
          <FieldEditor
            key={name}
            name={name}
            content={content}
            onContent={(next) => change({ ...plan, content: next })}
            filling={{ values: plan.values, bounds: plan.bounds }}
            onFilling={(filling) =>
              change({ ...plan, values: { ...filling.values }, bounds: { ...filling.bounds } })
            }
          />
        ))}
      </Stack>
      <section className="card" aria-labelledby="plan-who">
        <Stack>
          <Title order={2} size="h3" id="plan-who">
            {say('who')}
          </Title>
          <AudienceEditor
            audience={plan.audience}
            onChange={(audience) => change({ ...plan, audience })}
            overrideOptOut={plan.overrideOptOut}
            languages={content.variants.map(({ language }) => language)}
            hasTried={hasTried}
          />
        </Stack>
      </section>
      <QuestionEditor {...part} />
      <EscalationEditor {...part} />
      <EndingsEditor {...part} />
      {hasTried && (faults.length > 0 || errors > 0) && (
        <div role="alert" className="card conflict">
          <Text fw={650}>{say('notSaved')}</Text>
          <List>
            {faults.map((fault) => (
              <List.Item key={fault}>{say(`fault_${fault}`)}</List.Item>
            ))}
            {errors > 0 && <List.Item>{say('fault_errors', { count: errors, n: number(errors) })}</List.Item>}
          </List>
        </div>
      )}
      <ProblemNote error={edit.error} />
      <Group justify="flex-end" className="save-bar">
        <Button
          variant="default"
          onClick={() => {
            onLeave();
            edit.forget();
          }}
        >
          {common('cancel')}
        </Button>
        <Button size="md" loading={edit.isSaving} onClick={save}>
          {say(scenario?.preApproved === true ? 'saveAgain' : 'save')}
        </Button>
      </Group>
    </Stack>
  );
};
