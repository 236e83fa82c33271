import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import type { LaunchOrder, Preview } from '../../../api/alerts/drafts.ts';
import { isProblem } from '../../../api/problem.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useMay, useSession } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { focusMissing, type Missing } from '../step.tsx';
import { Blockers } from './blockers.tsx';
import { GlassButton } from './glass-button.tsx';
import { ChangedNotice, RecentNotice } from './notices.tsx';
import type { Plan } from './sentence.tsx';
import type { Sight } from './use-seen.ts';
import { checkWords } from './words.ts';

interface Props {
  readonly plan: Plan;
  readonly sight: Sight<Preview>;
  /** What the person typed last is not yet in what was seen. */
  readonly isStale: boolean;
  readonly missing: readonly Missing[];
  readonly onMissing: () => void;
  readonly onLaunch: (order: LaunchOrder) => Promise<unknown>;
  readonly onSubmit: (launchOnApproval: boolean, order: LaunchOrder) => Promise<unknown>;
  /** Whether the approval may launch it; otherwise somebody launches it after that. */
  readonly canLaunchOnApproval: boolean;
  /** The launch was refused since something has changed: everything is read anew. */
  readonly onChanged: () => void;
}

/** The button that sends, which names what it does; and in its place what keeps it from that. */
export const SendPanel = ({
  plan,
  sight,
  isStale,
  missing,
  onMissing,
  onLaunch,
  onSubmit,
  canLaunchOnApproval,
  onChanged,
}: Props): ReactNode => {
  const say = useWords(checkWords);
  const sayCommon = useWords(commonWords);
  const { number, duration, minuteOn } = useFormats();
  const may = useMay();
  const { session } = useSession();
  const [isActing, setActing] = useState(false);
  const [error, setError] = useState<unknown>();
  const [isOnApproval, setOnApproval] = useState(true);
  // One key for each thing that was seen: a second click, or a retry after a cut, launches nothing twice.
  const [location] = useLocation();
  const { seen, changes, accept, peopleNow } = sight;
  const wordsFor = (people: number): string => sayCommon('people', { count: people, n: number(people) });

  if (missing.length > 0) {
    return (
      <Button
        data-first
        size="md"
        variant="default"
        className="long-button"
        onClick={() => {
          onMissing();
          const [first] = missing;
          if (first !== undefined) requestAnimationFrame(() => focusMissing(first));
        }}
      >
        {say('showWrong', { count: missing.length, n: missing.length })}
      </Button>
    );
  }
  if (seen === undefined) return <Text aria-busy>{say('checking')}</Text>;
  if (changes.length > 0)
    return (
      <ChangedNotice
        changes={changes}
        people={wordsFor(peopleNow)}
        onAccept={() => {
          setError(undefined);
          accept();
        }}
      />
    );
  if (seen.blockers.length > 0) return <Blockers blockers={seen.blockers} />;

  const { isExercise, second, scheduledAt } = plan;
  const people = wordsFor(seen.people);
  const sms = sayCommon('parts', { count: seen.parts, n: number(seen.parts) });
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    setActing(true);
    setError(undefined);
    try {
      await act();
    } catch (problem) {
      setError(problem);
      if (isProblem(problem, 'changed-meanwhile') || isProblem(problem, 'cannot-launch')) onChanged();
    } finally {
      setActing(false);
    }
  };
  const isLaunchedLater = canLaunchOnApproval && isOnApproval;
  /** Does it with a key that outlives this page: an answer that was lost must not make a second alert. */
  const once = (again: boolean, glass: string | undefined, act: (order: LaunchOrder) => Promise<unknown>) =>
    tryOnce([location, seen.hash, again, glass], (key) => act({ hash: seen.hash, again, glass, key }));
  const launch = (again: boolean, glass?: string): Promise<unknown> => once(again, glass, onLaunch);
  const submit = (): Promise<unknown> => once(false, undefined, (order) => onSubmit(isLaunchedLater, order));

  const word = isExercise ? 'start' : 'send';
  const color = isExercise ? 'exercise' : 'danger';
  const verb =
    typeof scheduledAt === 'string'
      ? say(`${word}At`, { people, sms, time: minuteOn(scheduledAt) })
      : seen.eta === null
        ? say(`${word}NoEta`, { people, sms })
        : say(word, { people, sms, duration: duration(Math.max(1, seen.eta)) });
  const isNeeded = second.kind === 'needed' || isProblem(error, 'needs-approval');
  const mayBreak = seen.secondPerson.breakGlass.some((role) => session.user.roles.includes(role));

  if (isProblem(error, 'recently-alerted')) {
    return (
      <RecentNotice problem={error}>
        <Button
          color={color}
          loading={isActing || isStale}
          className="long-button"
          onClick={() => void attempt(() => launch(true))}
        >
          {say(isExercise ? 'againExercise' : 'again', { people })}
        </Button>
      </RecentNotice>
    );
  }
  return (
    <Stack gap="sm">
      {error !== undefined && !isProblem(error, 'changed-meanwhile') && <ProblemNote error={error} />}
      {isNeeded ? (
        <>
          {canLaunchOnApproval ? (
            <Checkbox
              checked={isOnApproval}
              label={say('onApproval')}
              description={say('onApprovalHint')}
              onChange={(event) => setOnApproval(event.currentTarget.checked)}
            />
          ) : (
            <Text c="var(--quiet)">{say('scenarioWaits')}</Text>
          )}
          <Group>
            <Button
              data-first
              size="lg"
              className="long-button send"
              color={isExercise ? 'exercise' : 'accent'}
              loading={isActing || isStale}
              onClick={() => void attempt(submit)}
            >
              {isLaunchedLater ? say('submitGoes', { people }) : say('submit')}
            </Button>
            {mayBreak && may('launch') && (
              <GlassButton
                people={people}
                isExercise={isExercise}
                onAct={(reason, again) => launch(again, reason)}
              />
            )}
          </Group>
        </>
      ) : may('launch') ? (
        <Button
          data-first
          size="lg"
          className="long-button send"
          color={color}
          loading={isActing || isStale}
          onClick={() => void attempt(() => launch(false))}
        >
          {verb}
        </Button>
      ) : (
        <Text>{say('mayNot')}</Text>
      )}
    </Stack>
  );
};
