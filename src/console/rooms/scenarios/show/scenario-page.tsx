import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import {
  removeScenario,
  type Scenario,
  scenarioQuery,
  scheduledScenariosQuery,
} from '../../../api/alerts/scenarios.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { contentWords } from '../edit/content-words.ts';
import { FindingList } from '../edit/finding-list.tsx';
import { planOf } from '../edit/form.ts';

import { ScenariosFrame } from '../scenarios-frame.tsx';
import { ApprovePanel } from './approve-panel.tsx';
import { LaunchPreview } from './launch-preview.tsx';
import { RemoveNamed } from './remove-named.tsx';
import { usePlanLines } from './use-plan-lines.ts';
import { showWords } from './words.ts';

/** What a scenario says and does, whether it may go out, and what a launch would send now. */
export const ScenarioPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(showWords);
  const may = useMay();
  const scenario = useQuery(scenarioQuery(id));
  const { data } = scenario;
  const actions = data !== undefined && may('prepare') && (
    <Group gap="xs">
      <Button component={Link} href={`/alerts/new/scenario/${id}`}>
        {say('use')}
      </Button>
      <Button component={Link} href={`/alerts/scenarios/${id}/edit`} variant="default">
        {say('edit')}
      </Button>
      <RemoveNamed
        kind="scenario"
        id={id}
        name={data.name}
        onRemove={() => removeScenario(id, data.version)}
      />
    </Group>
  );
  return (
    <ScenariosFrame title={data?.name ?? ''} actions={actions} isExercise={data?.kind === 'exercise'}>
      <BackLink href="/alerts/scenarios">{say('back')}</BackLink>
      <Loaded of={scenario}>
        {(one) => (
          <>
            <ApprovePanel scenario={one} />
            <LaunchPreview scenario={one} />
            <Facts scenario={one} />
          </>
        )}
      </Loaded>
    </ScenariosFrame>
  );
};

const Facts = ({ scenario }: { readonly scenario: Scenario }): ReactNode => {
  const say = useWords(showWords);
  const content = useWords(contentWords);
  const linesOf = usePlanLines();
  const schedules = useQuery(scheduledScenariosQuery());
  const users = (schedules.data?.items ?? []).filter((one) => one.scenario === scenario.id);
  return (
    <section className="card" aria-labelledby="facts">
      <Stack>
        <Title order={2} size="h3" id="facts">
          {say('all')}
        </Title>
        <dl className="plan-facts">
          {linesOf(planOf(scenario))
            .filter(({ text }) => text !== '')
            .map(({ key, label, text }) => (
              <PlanFact key={key} label={label} text={text} />
            ))}
        </dl>
        {users.map(({ id, name }) => (
          <Text key={id}>
            <Said>{say('usedBy', { name })}</Said>
          </Text>
        ))}
        {scenario.findings.length > 0 && (
          <div>
            <Text fw={650}>{content('findings')}</Text>
            <FindingList findings={scenario.findings} />
          </div>
        )}
      </Stack>
    </section>
  );
};

const PlanFact = ({ label, text }: { readonly label: string; readonly text: string }): ReactNode => (
  <>
    <dt>
      <Said>{label}</Said>
    </dt>
    <dd>
      <Said>{text}</Said>
    </dd>
  </>
);
