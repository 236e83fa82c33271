import { Button, Stack, Title } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { calendarQuery, type Roster, rostersQuery } from '../../../api/inbox/rosters.ts';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { useNow } from '../../../parts/use-now.ts';
import { useMay, useSession } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { InboxTabs } from '../inbox-tabs.tsx';
import { spansOf } from './calendar-days.ts';
import { GapsLight } from './gaps.tsx';
import { OnNow } from './on-now.tsx';
import { dutyWords } from './words.ts';
import { useZoned } from './zoned.ts';

const NOW_EVERY_MS = 30_000;

const Card = ({ of }: { readonly of: Roster }): ReactNode => {
  const say = useWords(dutyWords);
  return (
    <article className="card roster-card">
      <Stack gap="xs">
        <Title order={2}>
          <Link href={`/inbox/duty/${of.id}`}>
            <Said>{of.name}</Said>
          </Link>
        </Title>
        <Title order={3} className="overline">
          {say('onNow')}
        </Title>
        <OnNow of={of} />
        <GapsLight of={of} />
      </Stack>
    </article>
  );
};

interface OwnProps {
  readonly of: Roster;
  readonly span: { readonly from: number; readonly to: number };
}

const OwnShift = ({ of: { id, name, timeZone }, span: { from, to } }: OwnProps): ReactNode => {
  const say = useWords(dutyWords);
  const { moment } = useZoned(timeZone);
  const isOn = from <= useNow(NOW_EVERY_MS);
  return (
    <li className="own-shift">
      <span className="figures">
        {isOn ? say('mineNow', { to: moment(to) }) : say('span', { from: moment(from), to: moment(to) })}
      </span>
      <Link href={`/inbox/duty/${id}`}>
        <Said>{name}</Said>
      </Link>
    </li>
  );
};

/** When the person who is signed in is on duty, in all rosters. */
const Own = ({ of: rosters }: { readonly of: readonly Roster[] }): ReactNode => {
  const say = useWords(dutyWords);
  const { session } = useSession();
  const calendars = useQueries({ queries: rosters.map(({ id }) => calendarQuery(id)) });
  const shifts = rosters
    .flatMap((of, index) =>
      spansOf(session.user.name, calendars[index]?.data?.items ?? []).map((span) => ({ of, span })),
    )
    .sort((one, other) => one.span.from - other.span.from);
  return (
    <section className="card" aria-labelledby="own-shifts">
      <Title order={2} id="own-shifts" mb="xs">
        {say('mine')}
      </Title>
      {shifts.length === 0 ? (
        calendars.every(({ isSuccess }) => isSuccess) && <p className="quiet-line">{say('mineNone')}</p>
      ) : (
        <ul className="plain-list">
          {shifts.map(({ of, span }) => (
            <OwnShift key={`${of.id} ${span.from}`} of={of} span={span} />
          ))}
        </ul>
      )}
    </section>
  );
};

/** The rosters: who is on duty now, and where nobody will be. */
export const RostersPage = (): ReactNode => {
  const say = useWords(dutyWords);
  const may = useMay()('managePeople');
  const found = useQuery(rostersQuery());
  const make = (
    <Button component={Link} href="/inbox/duty/new">
      {say('make')}
    </Button>
  );
  return (
    <Page title={say('title')} actions={may ? make : undefined}>
      <InboxTabs />
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('none')} hint={say('noneHint')} />
          ) : (
            <>
              <div className="roster-cards">
                {items.map((one) => (
                  <Card key={one.id} of={one} />
                ))}
              </div>
              <Own of={items} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
};
