import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { type Roster, removeRoster, rosterQuery } from '../../../api/inbox/rosters.ts';
import { isProblem } from '../../../api/problem.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { InboxTabs } from '../inbox-tabs.tsx';
import { Calendar } from './calendar.tsx';
import { rosterFormWords } from './form-words.ts';
import { GapList, GapsLight } from './gaps.tsx';
import { HandDuty } from './hand-duty.tsx';
import { ImportButton } from './import-button.tsx';
import { OnNow } from './on-now.tsx';
import { RosterForm } from './roster-form.tsx';
import { Rules } from './rules.tsx';
import { dutyWords } from './words.ts';

const Back = (): ReactNode => {
  const say = useWords(dutyWords);
  return (
    <Link href="/inbox/duty" className="back-link">
      <IconArrowLeft aria-hidden size={18} /> {say('back')}
    </Link>
  );
};

interface Props {
  readonly of: Roster;
}

const Remove = ({ of }: Props): ReactNode => {
  const say = useWords(dutyWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { name } = of;
  return (
    <ActButton
      variant="subtle"
      color="danger"
      label={say('remove')}
      title={say('removeTitle', { name })}
      verb={say('removeVerb', { name })}
      onAct={async () => {
        await removeRoster(of);
        navigate('/inbox/duty');
        await queries.invalidateQueries({ queryKey: ['rosters'] });
      }}
    >
      <Text>{say('removeText')}</Text>
    </ActButton>
  );
};

const Shown = ({ of, onEdit }: Props & { readonly onEdit: () => void }): ReactNode => {
  const say = useWords(dutyWords);
  const may = useMay()('managePeople');
  return (
    <div className="case-columns">
      <Stack gap="lg">
        <section className="card" aria-labelledby="on-now">
          <Title order={2} id="on-now" className="overline">
            {say('onNow')}
          </Title>
          <OnNow of={of} />
        </section>
        {may && (
          <Group gap="sm">
            <HandDuty of={of} />
            <ImportButton of={of} />
            <Button variant="default" onClick={onEdit}>
              {say('edit')}
            </Button>
          </Group>
        )}
        <section aria-labelledby="calendar">
          <Title order={2} id="calendar" mb="xs">
            {say('calendar')}
          </Title>
          <Calendar of={of} />
        </section>
      </Stack>
      <Stack gap="lg">
        <section className="card" aria-labelledby="gaps">
          <Title order={2} id="gaps" mb="xs">
            {say('gapsTitle')}
          </Title>
          {of.gaps.length === 0 ? <GapsLight of={of} /> : <GapList of={of} />}
        </section>
        <section className="card" aria-labelledby="rules">
          <Title order={2} id="rules" mb="xs">
            {say('rules')}
          </Title>
          <Rules of={of} />
        </section>
        {may && (
          <Group>
            <Remove of={of} />
          </Group>
        )}
      </Stack>
    </div>
  );
};

const One = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(dutyWords);
  const sayForm = useWords(rosterFormWords);
  const found = useQuery(rosterQuery(id));
  const [isEdited, setEdited] = useState(false);
  const name = found.data?.name ?? say('title');
  const isGone = isProblem(found.error, 'not-found') || isProblem(found.error, 'validation');
  const leave = (): void => setEdited(false);
  return (
    <Page title={isEdited ? sayForm('editTitle', { name }) : name}>
      <InboxTabs />
      <Back />
      {isGone ? (
        <Empty title={say('unknown')} hint={say('unknownHint')} />
      ) : (
        <Loaded of={found}>
          {(one) =>
            isEdited ? (
              <RosterForm of={one} onDone={leave} onLeave={leave} />
            ) : (
              <Shown of={one} onEdit={() => setEdited(true)} />
            )
          }
        </Loaded>
      )}
    </Page>
  );
};

const New = (): ReactNode => {
  const say = useWords(rosterFormWords);
  const [, navigate] = useLocation();
  return (
    <Page title={say('newTitle')}>
      <InboxTabs />
      <Back />
      <RosterForm onDone={(id) => navigate(`/inbox/duty/${id}`)} onLeave={() => navigate('/inbox/duty')} />
    </Page>
  );
};

/** One roster: who is on duty now and in the coming days, its gaps and its rules. */
export const RosterPage = ({ id }: { readonly id: string }): ReactNode =>
  id === 'new' ? <New /> : <One id={Number(id)} />;
