import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AlertOverview } from '../../api/alerts/alerts.ts';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { newAlertWords } from './words.ts';

/** The address of what is no draft any more: what became of it, and where it goes on. */
export const GonePage = ({ alert }: { readonly alert: AlertOverview }): ReactNode => {
  const say = useWords(newAlertWords);
  const { clockOn } = useFormats();
  const { state, approval } = alert;
  const isWaiting = state === 'pendingApproval';
  const paged = approval?.paged.map(({ name }) => name).join(', ') ?? '';
  return (
    <Page title={say('gone')} isExercise={alert.kind === 'exercise'}>
      <Stack className="card" align="flex-start">
        <Text fw={650}>
          <Said>{alert.title}</Said>
        </Text>
        <Text>{say(isWaiting || state === 'approved' ? `gone_${state}` : 'gone_away')}</Text>
        {isWaiting && approval !== null && (
          <Text>{say('deadline', { time: clockOn(approval.deadline) })}</Text>
        )}
        {isWaiting && <Text>{paged === '' ? say('pagedNobody') : say('paged', { names: paged })}</Text>}
        <Button component={Link} href={`/alerts/${alert.id}`}>
          {say('toAlert')}
        </Button>
      </Stack>
    </Page>
  );
};
