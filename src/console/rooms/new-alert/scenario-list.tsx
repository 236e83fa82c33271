import { Stack, Text, TextInput } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type ReadyScenario, readyScenariosQuery } from '../../api/alerts/ready-scenarios.ts';
import { AudienceNames } from '../../parts/audience-picker/audience-names.tsx';
import { isNobody } from '../../parts/audience-picker/terms.ts';
import { Empty } from '../../parts/empty.tsx';
import { Light } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Said } from '../../parts/said.tsx';
import { useSession } from '../../session/session-context.tsx';
import { useWords } from '../../words/i18n.ts';
import { inShownOrder } from './logic/shown-order.ts';
import { newAlertWords } from './words.ts';

/** Whether the scenario can go out without asking anybody. */
export const ApprovalLight = ({
  scenario: { approved, lapsed },
}: {
  readonly scenario: ReadyScenario;
}): ReactNode => {
  const say = useWords(newAlertWords);
  const { session } = useSession();
  if (lapsed !== null) return <Light tone="warn">{say('lapsed')}</Light>;
  if (approved === null) return <Light tone="off">{say('notApproved')}</Light>;
  const isMine = approved.by.id === `user:${session.user.id}`;
  return <Light tone={isMine ? 'warn' : 'good'}>{say(isMine ? 'ownApproval' : 'approved')}</Light>;
};

/** How many are shown before somebody seeks: the newest, and what was shown before. */
const FIRST = 12;
const LOOK_MS = 10_000;

/** The ready scenarios: one click on one of them. */
export const ScenarioList = (): ReactNode => {
  const say = useWords(newAlertWords);
  // Somebody may make one, or approve it, while this page is open.
  const scenarios = useQuery({ ...readyScenariosQuery(), refetchInterval: LOOK_MS });
  const [sought, seek] = useState('');
  const [order, keepOrder] = useState<readonly number[]>([]);
  const [shown, show] = useState<ReadonlySet<number>>(new Set());
  const all = inShownOrder(order, scenarios.data ?? []);
  if (all.length !== order.length || all.some(({ id }, at) => id !== order[at]))
    keepOrder(all.map(({ id }) => id));
  const newest = (scenarios.data ?? []).slice(0, FIRST).map(({ id }) => id);
  if (newest.some((id) => !shown.has(id))) show(new Set([...shown, ...newest]));
  return (
    <Loaded of={scenarios}>
      {() => {
        if (all.length === 0) return <Empty title={say('noScenario')} hint={say('noScenarioHint')} />;
        const wanted = sought.toLocaleLowerCase();
        const isFound = ({ name, title }: ReadyScenario): boolean =>
          `${name} ${title}`.toLocaleLowerCase().includes(wanted);
        const found = all.filter(sought === '' ? ({ id }) => shown.has(id) : isFound);
        return (
          <Stack gap="sm">
            <TextInput
              data-autofocus
              aria-label={say('find')}
              placeholder={say('find')}
              leftSection={<IconSearch size={18} aria-hidden />}
              value={sought}
              onChange={(event) => seek(event.currentTarget.value)}
            />
            {found.length === 0 && <Text>{say('noneFound')}</Text>}
            <ul className="scenarios">
              {found.map((scenario) => (
                <li key={scenario.id}>
                  <Link href={`/alerts/new/scenario/${scenario.id}`} className="scenario">
                    <span className="scenario-name">
                      <Said>{scenario.name}</Said>
                    </span>
                    <span className="scenario-facts">
                      {scenario.kind === 'exercise' && (
                        <span className="tag-exercise">{say('exercise')}</span>
                      )}
                      <ApprovalLight scenario={scenario} />
                      {scenario.severity !== 'unknown' && <span>{say(`s_${scenario.severity}`)}</span>}
                    </span>
                    <span className="scenario-who">
                      {isNobody(scenario.audience) ? (
                        say('forNobody')
                      ) : (
                        <>
                          {say('for')} <AudienceNames audience={scenario.audience} />
                        </>
                      )}
                    </span>
                    <IconChevronRight size={20} aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
          </Stack>
        );
      }}
    </Loaded>
  );
};
