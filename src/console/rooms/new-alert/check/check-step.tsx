import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LaunchOrder, Preview } from '../../../api/alerts/drafts.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useWords } from '../../../words/i18n.ts';
import { startOf } from '../logic/sentence.ts';
import { toFill } from '../logic/to-fill.ts';
import { type Missing, Step } from '../step.tsx';
import { Figures, Report, RouteReport } from './figures.tsx';
import { SendPanel } from './send-panel.tsx';
import { type Plan, Sentence } from './sentence.tsx';
import type { Sight } from './use-seen.ts';
import { checkWords } from './words.ts';

interface Props {
  readonly plan: Plan;
  readonly sight: Sight<Preview>;
  readonly isStale: boolean;
  readonly overrideOptOut: boolean;
  readonly missing: readonly Missing[];
  readonly problem: unknown;
  readonly onMissing: () => void;
  readonly canLaunchOnApproval: boolean;
  readonly onLaunch: (order: LaunchOrder) => Promise<unknown>;
  readonly onSubmit: (launchOnApproval: boolean, order: LaunchOrder) => Promise<unknown>;
  readonly onChanged: () => void;
  /** Between what was found and the button: such as a test. */
  readonly children?: ReactNode;
}

/** What would go out, to how many, by when, in a sentence and in figures; and the button. */
export const CheckStep = ({ overrideOptOut, problem, children, ...rest }: Props): ReactNode => {
  const say = useWords(checkWords);
  const { plan, sight, isStale, missing } = rest;
  const { seen, at, changes } = sight;
  const start = startOf(plan.scheduledAt, at);
  const isReady = seen !== undefined && missing.length === 0 && seen.blockers.length === 0;
  return (
    <Step step={3} isDone={isReady && changes.length === 0}>
      <Stack gap="lg">
        {missing.length > 0 && <Text c="var(--quiet)">{say(`fill_${toFill(missing)}`)}</Text>}
        {seen !== undefined && missing.length === 0 && (
          <div className={isStale ? 'check check-old' : 'check'}>
            {seen.people > 0 && <Sentence plan={plan} preview={seen} at={at} />}
            <Figures preview={seen} at={start} />
            <Report preview={seen} overrideOptOut={overrideOptOut} />
          </div>
        )}
        <ProblemNote error={problem} />
        {children}
        <SendPanel {...rest} />
        {seen !== undefined && missing.length === 0 && <RouteReport preview={seen} at={start} />}
      </Stack>
    </Step>
  );
};
