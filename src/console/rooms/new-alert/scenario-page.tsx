import { Button, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { parseIsoDuration } from '../../../kernel/iso-duration.ts';
import type { LaunchOrder } from '../../api/alerts/drafts.ts';
import {
  launchScenario,
  type ReadyScenario,
  type ScenarioPreview,
  scenarioPreviewQuery,
} from '../../api/alerts/ready-scenarios.ts';
import { Problem } from '../../api/problem.ts';
import { AudienceCount } from '../../parts/audience-picker/audience-count.tsx';
import { AudienceNames } from '../../parts/audience-picker/audience-names.tsx';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { PhonePanel } from '../../parts/text-editor/phone-panel.tsx';
import { ValueFields } from '../../parts/text-editor/value-fields.tsx';
import { forgetKept, keep, useKept } from '../../parts/use-kept.ts';
import { usePaused } from '../../parts/use-paused.ts';
import { useSession } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { byGateway, gatewayNow } from '../../words/place.ts';
import { CheckStep } from './check/check-step.tsx';
import type { SecondPerson } from './check/sentence.tsx';
import { useSeen } from './check/use-seen.ts';
import { textsOf } from './logic/changes.ts';
import { formOfScenario } from './logic/form.ts';
import { ApprovalLight } from './scenario-list.tsx';
import { type Missing, Step, useStepKeys } from './step.tsx';
import { slotOf, unsaved } from './use-draft.ts';
import { KindSwitch } from './what/kind-switch.tsx';
import { newAlertWords } from './words.ts';

const LOOK_MS = 10_000;
const PAUSE_MS = 300;

interface Kept {
  readonly values: Readonly<Record<string, string>>;
  readonly isExercise: boolean;
}

/** Whether the approval of the scenario is that of the second person for this launch. */
const secondOf = (
  { approved, lapsed }: ReadyScenario,
  preview: ScenarioPreview | undefined,
  me: number,
): SecondPerson => {
  if (preview === undefined || !(preview.secondPerson.needed || preview.outside.length > 0))
    return { kind: lapsed === null ? 'none' : 'needed' };
  const isCovered =
    approved !== null && lapsed === null && approved.by.id !== `user:${me}` && preview.outside.length === 0;
  return isCovered ? { kind: 'given', name: approved.by.name } : { kind: 'needed' };
};

/** A ready scenario: its open values, then check and send. */
export const ScenarioPage = ({ scenario }: { readonly scenario: ReadyScenario }): ReactNode => {
  const say = useWords(newAlertWords);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { session } = useSession();
  const slot = `new-alert.scenario.${scenario.id}`;
  const [{ values, isExercise: asExercise }, setKept] = useKept<Kept>(slot, {
    values: {},
    isExercise: scenario.kind === 'exercise',
  });
  const [isChecked, check] = useState(false);
  const [openedAt] = useState(gatewayNow);
  const isExercise = asExercise || scenario.kind === 'exercise';
  const needed = scenario.needs;
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  const choice = { values: given, exercise: isExercise };
  const paused = usePaused(choice, PAUSE_MS);
  const base = JSON.stringify(choice);
  const isSettled = base === JSON.stringify(paused);
  const missing: readonly Missing[] = needed
    .filter((name) => given[name] === undefined)
    .map((name) => ({ step: 1 as const, target: `value-${name}` }));
  useStepKeys(missing, () => check(true));
  const preview = useQuery({
    ...scenarioPreviewQuery(scenario.id, isSettled ? choice : paused),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const isFresh = isSettled && !preview.isPlaceholderData && preview.data !== undefined;
  // A change of the scenario is one by somebody else, too: it must be seen before anything is sent.
  const sight = useSeen(base, {
    preview: isFresh ? preview.data : undefined,
    at: byGateway(preview.dataUpdatedAt),
  });
  const launch = async (order: LaunchOrder): Promise<void> => {
    try {
      const alert = await launchScenario(scenario.id, scenario.version, choice, order);
      forgetKept(slot);
      navigate(`/alerts/${alert.id}`);
    } catch (problem) {
      // It is kept as an alert that waits for somebody else: that is where one follows it.
      const kept = problem instanceof Problem ? problem.members['alert'] : undefined;
      const waits = problem instanceof Problem && problem.name === 'needs-approval';
      if (!waits || typeof kept !== 'number') throw problem;
      forgetKept(slot);
      navigate(`/alerts/${kept}`);
    }
  };
  const adapt = (): void => {
    keep(slotOf(undefined), unsaved(formOfScenario(scenario, given, isExercise)));
    navigate('/alerts/new/text');
  };
  const placeholders = scenario.content.placeholders;
  return (
    <Page
      title={say(isExercise ? 'titleExercise' : 'title')}
      isExercise={isExercise}
      actions={
        <Button component={Link} href="/alerts/new" variant="subtle">
          {say('otherScenario')}
        </Button>
      }
    >
      <div className="new-alert-steps">
        <Step step={1} isDone={missing.length === 0} aside={<ApprovalLight scenario={scenario} />}>
          <Stack gap="md">
            <Group gap="sm" justify="space-between">
              <Text className="scenario-title" component="h3">
                <Said>{scenario.title}</Said>
              </Text>
              <Button variant="default" className="long-button" title={say('adaptHint')} onClick={adapt}>
                {say(scenario.preApproved ? 'adaptApproved' : 'adapt')}
              </Button>
            </Group>
            <ValueFields
              content={scenario.content}
              names={needed}
              values={values}
              rules={preview.data?.bounds ?? scenario.bounds}
              maxLengths={Object.fromEntries(
                Object.entries(placeholders).map(([name, { maxLength = 30 }]) => [name, maxLength]),
              )}
              needed={needed}
              isChecked={isChecked}
              onChange={(next) => setKept((old) => ({ ...old, values: next }))}
            />
            <KindSwitch
              isExercise={isExercise}
              isFixed={scenario.kind === 'exercise'}
              onChange={(next) => setKept((old) => ({ ...old, isExercise: next }))}
            />
          </Stack>
        </Step>
        <aside className="phone-aside">
          <PhonePanel
            from={scenario.from ?? undefined}
            content={scenario.content}
            asSent={missing.length === 0 && isFresh ? textsOf(preview.data) : undefined}
            occasion={{
              values: { ...scenario.values, ...given },
              isExercise,
              until: openedAt + (parseIsoDuration(scenario.validFor) ?? 0),
              now: openedAt,
            }}
          />
        </aside>
        <Step
          step={2}
          isDone={(sight.seen?.people ?? 0) > 0}
          aside={<AudienceNames audience={scenario.audience} />}
        >
          <AudienceCount
            audience={scenario.audience}
            overrideOptOut={scenario.overrideOptOut}
            texts={{
              languages: scenario.content.variants.map(({ language }) => language),
              defaultLanguage: scenario.content.defaultLanguage,
            }}
          />
        </Step>
        <CheckStep
          plan={{
            title: scenario.title,
            isExercise,
            validFor: scenario.validFor,
            second: secondOf(scenario, sight.seen, session.user.id),
          }}
          sight={sight}
          isStale={!isFresh}
          overrideOptOut={scenario.overrideOptOut}
          missing={missing}
          problem={preview.error}
          onMissing={() => check(true)}
          canLaunchOnApproval={false}
          onChanged={() => void queries.invalidateQueries({ queryKey: ['scenarios'] })}
          onLaunch={launch}
          onSubmit={(_onApproval, order) => launch(order)}
        />
      </div>
    </Page>
  );
};
