import { Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Case } from '../../../api/inbox/cases.ts';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { Caller, CaseState, CaseWarnings, Cries, OfAlert } from './case-facts.tsx';
import { TakeButton } from './take-button.tsx';
import { Waiting } from './waiting.tsx';
import { casesWords } from './words.ts';

interface Props {
  readonly of: Case;
}

const Words = ({ of }: Props): ReactNode => (
  <blockquote className="cry">
    <Said>{of.text}</Said>
  </blockquote>
);

const Facts = ({ of }: Props): ReactNode => (
  <p className="quiet-line">
    <Cries of={of} /> · <OfAlert id={of.alert} />
  </p>
);

const CaseLink = ({ of: { id } }: Props): ReactNode => {
  const say = useWords(casesWords);
  return <Link href={`/inbox/cases/${id}`}>{say('openCase', { id })}</Link>;
};

/** A call that nobody has taken: how long it waits, what the phone wrote, and the button that takes it. */
export const OpenCase = ({ of, readAt }: Props & { readonly readAt: number }): ReactNode => {
  const may = useMay();
  return (
    <article className="card case-card case-open">
      <Waiting seconds={of.waitedSeconds ?? 0} saidAt={readAt} />
      <Stack gap={6} className="case-words">
        <Caller of={of} />
        <Words of={of} />
        <CaseWarnings of={of} />
        <Facts of={of} />
      </Stack>
      <Stack gap="xs" align="stretch" className="case-acts">
        {may('handleCases') && <TakeButton of={of} />}
        <CaseLink of={of} />
      </Stack>
    </article>
  );
};

/** A call that somebody has: less of it, since it waits for nobody. */
export const TakenCase = ({ of }: Props): ReactNode => (
  <article className="card case-card case-taken">
    <Stack gap={6} className="case-words">
      <Group gap="md">
        <Caller of={of} />
        <CaseState of={of} />
      </Group>
      <Words of={of} />
      <CaseWarnings of={of} />
      <Facts of={of} />
    </Stack>
    <div className="case-acts">
      <CaseLink of={of} />
    </div>
  </article>
);
