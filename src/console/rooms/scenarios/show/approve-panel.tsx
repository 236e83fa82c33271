import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  approveScenario,
  audienceCountQuery,
  type Scenario,
  scenarioQuery,
} from '../../../api/alerts/scenarios.ts';
import { isProblem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useUndo } from '../../../parts/acts/undoable.tsx';
import { Difference } from '../../../parts/difference/difference.tsx';
import { changedLines } from '../../../parts/difference/lines.ts';
import { Light } from '../../../parts/light.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { planOf } from '../edit/form.ts';
import { languageName } from '../text/language-name.ts';
import { usePlanLines } from './use-plan-lines.ts';
import { showWords } from './words.ts';

/** Whether a second person has approved it; who may, sees what changed since the last approval, and approves. */
export const ApprovePanel = ({ scenario }: { readonly scenario: Scenario }): ReactNode => {
  const say = useWords(showWords);
  const { moment } = useFormats();
  const may = useMay();
  const { approved, lapsed } = scenario;
  return (
    <section className="card" aria-labelledby="approval">
      <Stack gap="sm">
        <Title order={2} size="h3" id="approval">
          {say('approval')}
        </Title>
        {approved !== null && (
          <div>
            <Light tone="good">
              <Said>{say('approved', { name: approved.by.name, at: moment(approved.at) })}</Said>
            </Light>
            <Text c="var(--quiet)">{say('approvedHint')}</Text>
          </div>
        )}
        {lapsed !== null && (
          <div>
            <Light tone="bad">{say('lapsed')}</Light>
            <Text>
              <Said>{say('lapsedBecause', { why: lapsed })}</Said>
            </Text>
          </div>
        )}
        {approved === null && lapsed === null && (
          <div>
            <Light tone="waiting">{say('waits')}</Light>
            <Text c="var(--quiet)">{say('waitsHint')}</Text>
          </div>
        )}
        {approved === null && <Changed scenario={scenario} />}
        {approved === null && may('approve') && <Approve scenario={scenario} />}
      </Stack>
    </section>
  );
};

const Changed = ({ scenario }: { readonly scenario: Scenario }): ReactNode => {
  const say = useWords(showWords);
  const { moment } = useFormats();
  const linesOf = usePlanLines();
  const { approvedBefore, lapsed } = scenario;
  if (approvedBefore === null)
    return <Text c="var(--quiet)">{say(lapsed === null ? 'neverApproved' : 'nothingChanged')}</Text>;
  const { by, at, template: _template, ...before } = approvedBefore;
  const title = before.title === before.name ? '' : before.title;
  const changes = changedLines(linesOf({ ...before, title }), linesOf(planOf(scenario)));
  return (
    <div>
      <Text fw={650} mb="xs">
        <Said>{say('changedSince', { name: by.name, at: moment(at) })}</Said>
      </Text>
      {changes.length === 0 ? (
        <Text c="var(--quiet)">{say('nothingChanged')}</Text>
      ) : (
        <Difference changes={changes} />
      )}
    </div>
  );
};

const Approve = ({ scenario }: { readonly scenario: Scenario }): ReactNode => {
  const say = useWords(showWords);
  const common = useWords(commonWords);
  const spoken = useLanguage();
  const { number } = useFormats();
  const tell = useUndo();
  const queries = useQueryClient();
  const count = useQuery(audienceCountQuery(scenario.audience, scenario.overrideOptOut));
  // What is approved is what was on the screen when the question was opened, not what came meanwhile.
  const [seen, setSeen] = useState(scenario.version);
  const [isOwn, setOwn] = useState(false);
  const people = count.data?.people;
  const n = people === undefined ? common('notKnown') : number(people);
  const act = async (): Promise<void> => {
    try {
      queries.setQueryData(scenarioQuery(scenario.id).queryKey, await approveScenario(scenario.id, seen));
      void queries.invalidateQueries({ queryKey: ['scenarios', 'list'] });
      tell(say('approveDone'));
    } catch (error) {
      if (!isProblem(error, 'own-approval')) {
        if (isProblem(error, 'changed-meanwhile'))
          void queries.invalidateQueries({ queryKey: ['scenarios', scenario.id] });
        throw error;
      }
      setOwn(true);
    }
  };
  if (isOwn) return <Text role="alert">{say('own')}</Text>;
  return (
    <Group>
      <ActButton
        label={say('approve')}
        title={say('approveTitle', { name: scenario.name, n })}
        verb={say('approveVerb', {
          people: people === undefined ? n : common('people', { count: people, n }),
        })}
        onOpen={() => setSeen(scenario.version)}
        onAct={act}
      >
        <Text>{say('approveHint', { version: scenario.version })}</Text>
        {scenario.content.variants.map(({ language, text }) => (
          <Text key={language}>
            <b>{languageName(language, spoken)}</b> <Said>{text}</Said>
          </Text>
        ))}
      </ActButton>
    </Group>
  );
};
