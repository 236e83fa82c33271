import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Alert } from '../../api/alerts/alerts.ts';
import { draftsQuery } from '../../api/alerts/drafts.ts';
import { useUndo } from '../../parts/acts/undoable.tsx';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { DiscardButton } from './discard-button.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { newAlertWords } from './words.ts';

const DraftRow = ({ alert }: { readonly alert: Alert }): ReactNode => {
  const say = useWords(newAlertWords);
  const { moment } = useFormats();
  const tell = useUndo();
  return (
    <li className="draft">
      <Stack gap={0} className="draft-facts">
        <Group gap="xs">
          {alert.kind === 'exercise' && <span className="tag-exercise">{say('exercise')}</span>}
          <Link href={`/alerts/new/${alert.id}`}>
            <Said>{alert.title}</Said>
          </Link>
        </Group>
        <Text c="var(--quiet)">
          {say(alert.state === 'returned' ? 'returned' : 'draft')}
          {alert.created !== null &&
            ` · ${say('savedBy', { name: alert.created.by.name, time: moment(alert.created.at) })}`}
        </Text>
      </Stack>
      <DiscardButton
        id={alert.id}
        version={alert.version}
        title={alert.title}
        onDone={() => tell(say('discarded', { title: alert.title }))}
      />
    </li>
  );
};

/** What somebody began and didn't send. */
const Drafts = (): ReactNode => {
  const say = useWords(newAlertWords);
  const drafts = useQuery(draftsQuery('draft'));
  const returned = useQuery(draftsQuery('returned'));
  const all = [...(returned.data?.items ?? []), ...(drafts.data?.items ?? [])];
  if (all.length === 0) return null;
  return (
    <section className="card" aria-labelledby="drafts-title">
      <Title order={2} id="drafts-title">
        {say('drafts')}
      </Title>
      <Text c="var(--quiet)">{say('draftsHint')}</Text>
      <ul className="drafts">
        {all.map((alert) => (
          <DraftRow key={alert.id} alert={alert} />
        ))}
      </ul>
    </section>
  );
};

/** Where a new alert begins: a ready scenario, one's own words, or what somebody began. */
export const StartPage = (): ReactNode => {
  const say = useWords(newAlertWords);
  return (
    <Page title={say('title')}>
      <div className="start">
        <section className="card" aria-labelledby="ready-title">
          <Title order={2} id="ready-title">
            {say('ready')}
          </Title>
          <Text c="var(--quiet)" mb="sm">
            {say('readyHint')}
          </Text>
          <ScenarioList />
        </section>
        <Stack gap="md">
          <section className="card" aria-labelledby="write-title">
            <Title order={2} id="write-title">
              {say('write')}
            </Title>
            <Text c="var(--quiet)" mb="sm">
              {say('writeHint')}
            </Text>
            <Button
              component={Link}
              href="/alerts/new/text"
              variant="default"
              size="md"
              fullWidth
              leftSection={<IconPencil size={20} aria-hidden />}
            >
              {say('write')}
            </Button>
          </section>
          <Drafts />
        </Stack>
      </div>
    </Page>
  );
};
