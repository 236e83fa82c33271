import { Checkbox, Group, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { parseIsoDuration } from '../../../kernel/iso-duration.ts';
import { launchDraft, previewQuery, submitDraft } from '../../api/alerts/drafts.ts';
import { Problem } from '../../api/problem.ts';
import { AudienceCount, useCount } from '../../parts/audience-picker/audience-count.tsx';
import { AudiencePicker } from '../../parts/audience-picker/audience-picker.tsx';
import { isNobody } from '../../parts/audience-picker/terms.ts';
import { audienceWords } from '../../parts/audience-picker/words.ts';
import { Page } from '../../parts/page.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { filledText } from '../../parts/text-editor/filled.ts';
import { PhonePanel } from '../../parts/text-editor/phone-panel.tsx';
import { useWords } from '../../words/i18n.ts';
import { byGateway, gatewayNow } from '../../words/place.ts';
import { CheckStep } from './check/check-step.tsx';
import { ConflictNotice } from './check/notices.tsx';
import { TestPanel } from './check/test-panel.tsx';
import { useSeen } from './check/use-seen.ts';
import { checkWords } from './check/words.ts';
import { DiscardButton } from './discard-button.tsx';
import { GonePage } from './gone-page.tsx';
import { textsOf } from './logic/changes.ts';
import { titleOf, writtenContent } from './logic/form.ts';
import { SaveNote } from './save-note.tsx';
import { type Missing, Step, useStepKeys } from './step.tsx';
import { type KeptDraft, useDraft } from './use-draft.ts';
import { Folded } from './what/folded.tsx';
import { TextStep } from './what/text-step.tsx';
import { newAlertWords } from './words.ts';

/** How often the people are counted anew while the page waits: what changes must be seen before it is sent. */
const LOOK_MS = 10_000;

interface Props {
  /** Undefined: the gateway has nothing of it yet. */
  readonly id: number | undefined;
  readonly first: KeptDraft;
  readonly onBorn: (id: number) => void;
}

/** An alert in one's own words: three steps on one page, saved as one types. */
export const DraftPage = ({ id, first, onBorn }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  const sayCheck = useWords(checkWords);
  const sayAudience = useWords(audienceWords);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const draft = useDraft(id, first, onBorn);
  const [isChecked, check] = useState(false);
  const [openedAt] = useState(gatewayNow);
  const { form, change, known } = draft;
  const { audience, values = {}, overrideOptOut = false } = form;
  const isExercise = form.kind === 'exercise';
  const written = writtenContent(form);
  const occasion = {
    values,
    isExercise,
    until: openedAt + (parseIsoDuration(form.validFor ?? 'P1D') ?? 0),
    now: openedAt,
  };
  const needed = [
    ...new Set(
      (written?.variants ?? []).flatMap(({ text, language }) =>
        written === undefined ? [] : filledText(written, text, language, occasion).open,
      ),
    ),
  ];
  const count = useCount(audience, overrideOptOut).data;
  const isEmpty =
    isNobody(audience) ||
    (count !== undefined && count.people - count.suppressed.optedOut - count.suppressed.noConsent === 0);
  const missing: readonly Missing[] = [
    ...(written === undefined
      ? [{ step: 1 as const, target: `text-${form.content.variants[0]?.language ?? ''}` }]
      : needed.map((name) => ({ step: 1 as const, target: `value-${name}` }))),
    ...(isEmpty ? [{ step: 2 as const, target: 'who' }] : []),
  ];
  useStepKeys(missing, () => check(true));
  const preview = useQuery({
    ...previewQuery(known?.id ?? 0, known?.version ?? 0),
    enabled: known !== undefined && missing.length === 0,
    refetchInterval: LOOK_MS,
  });
  const sight = useSeen(`${known?.id} ${known?.version}`, {
    preview: preview.data,
    at: byGateway(preview.dataUpdatedAt),
  });
  const readAnew = (): void => void queries.invalidateQueries({ queryKey: ['alerts'] });
  const isNeeded = sight.seen?.secondPerson.needed ?? false;
  const leave = (to: number): void => {
    draft.forget();
    navigate(`/alerts/${to}`);
  };
  const refused = draft.state.kind === 'failed' ? draft.state.problem : undefined;
  if (draft.gone !== undefined) return <GonePage alert={draft.gone} />;
  return (
    <Page
      title={say(isExercise ? 'titleExercise' : 'title')}
      isExercise={isExercise}
      actions={
        <>
          <SaveNote state={draft.state} isKnown={known !== undefined} />
          {known !== undefined && (
            <DiscardButton
              id={known.id}
              version={known.version}
              title={titleOf(form)}
              onDone={() => {
                draft.forget();
                navigate('/alerts/new');
              }}
            />
          )}
        </>
      }
    >
      {draft.conflict !== undefined && (
        <ConflictNotice
          changes={draft.conflict.changes}
          onMine={draft.keepMine}
          onTheirs={draft.takeTheirs}
        />
      )}
      {refused instanceof Problem && refused.status >= 400 && refused.status < 500 && (
        <ProblemNote error={refused} />
      )}
      <div className="new-alert-steps">
        <Step step={1} isDone={!missing.some(({ step }) => step === 1)}>
          <TextStep form={form} change={change} isChecked={isChecked} needed={needed} />
        </Step>
        <aside className="phone-aside">
          <PhonePanel
            from={form.from}
            content={written ?? form.content}
            occasion={occasion}
            asSent={draft.isSettled && preview.data !== undefined ? textsOf(preview.data) : undefined}
          />
        </aside>
        <Step step={2} isDone={!isEmpty}>
          <div className="who" id="who" tabIndex={-1}>
            <AudiencePicker audience={audience} onChange={(next) => change({ audience: next })} />
            <Stack gap="md" className="who-count">
              <AudienceCount
                audience={audience}
                overrideOptOut={overrideOptOut}
                texts={
                  written && {
                    languages: written.variants.map(({ language }) => language),
                    defaultLanguage: written.defaultLanguage,
                  }
                }
              />
              {(overrideOptOut || (count?.suppressed.optedOut ?? 0) > 0) && (
                <Checkbox
                  label={sayAudience('override')}
                  description={sayAudience('overrideHint')}
                  checked={overrideOptOut}
                  onChange={(event) => change({ overrideOptOut: event.currentTarget.checked })}
                />
              )}
            </Stack>
          </div>
        </Step>
        <CheckStep
          plan={{
            title: titleOf(form),
            isExercise,
            validFor: form.validFor ?? 'P1D',
            expiresAt: form.expiresAt,
            scheduledAt: form.scheduledAt,
            second: { kind: isNeeded ? 'needed' : 'none' },
          }}
          sight={sight}
          isStale={!draft.isSettled || (preview.data === undefined && missing.length === 0)}
          overrideOptOut={overrideOptOut}
          missing={missing}
          problem={preview.error}
          onMissing={() => check(true)}
          canLaunchOnApproval
          onChanged={readAnew}
          onLaunch={async (order) => {
            if (known === undefined) return;
            await launchDraft(known.id, known.version, order);
            leave(known.id);
          }}
          onSubmit={async (launchOnApproval) => {
            if (known === undefined) return;
            await submitDraft(known.id, known.version, launchOnApproval);
            leave(known.id);
          }}
        >
          {known !== undefined && missing.length === 0 && (
            <Group>
              <Folded title={sayCheck('test')}>
                <TestPanel alert={known.id} onBefore={draft.flush} />
              </Folded>
            </Group>
          )}
        </CheckStep>
      </div>
    </Page>
  );
};
