import { Button, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Case, casesQuery } from '../../../api/inbox/cases.ts';
import { CrySoundSwitch } from '../../../live/cry-sound.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { byGateway } from '../../../words/place.ts';
import { InboxTabs } from '../inbox-tabs.tsx';
import { inboxWords } from '../words.ts';
import { OpenCase, TakenCase } from './case-card.tsx';
import { ClosedCases } from './closed-cases.tsx';
import { byWaiting } from './waited.ts';
import { casesWords } from './words.ts';

interface SectionProps {
  readonly state: 'open' | 'taken';
  readonly title: 'waitingTitle' | 'takenTitle';
  readonly card: (one: Case, readAt: number) => ReactNode;
  readonly empty?: ReactNode;
}

/** The cases of one state, with their number above them. */
const Section = ({ state, title, card, empty = null }: SectionProps): ReactNode => {
  const say = useWords(casesWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const found = useInfiniteQuery(casesQuery(state));
  return (
    <Loaded of={found}>
      {({ pages }) => {
        const cases = byWaiting(pages.flatMap(({ items }) => items));
        if (cases.length === 0) return empty;
        const n = `${number(cases.length)}${found.hasNextPage ? '+' : ''}`;
        return (
          <Stack gap="sm" component="section">
            <Title order={2}>{say(title, { count: cases.length, n })}</Title>
            <ul className="case-list">
              {cases.map((one) => (
                <li key={one.id}>{card(one, byGateway(found.dataUpdatedAt))}</li>
              ))}
            </ul>
            {found.hasNextPage && (
              <Button variant="default" onClick={() => void found.fetchNextPage()}>
                {sayCommon('more')}
              </Button>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
};

/** The calls for help: those that nobody has on top, the oldest first. */
export const CasesPage = (): ReactNode => {
  const say = useWords(casesWords);
  const sayRoom = useWords(inboxWords);
  return (
    <Page title={sayRoom('cases')} actions={<CrySoundSwitch />}>
      <InboxTabs />
      <Section
        state="open"
        title="waitingTitle"
        card={(one, readAt) => <OpenCase of={one} readAt={readAt} />}
        empty={<Empty title={say('none')} hint={say('noneHint')} />}
      />
      <Section state="taken" title="takenTitle" card={(one) => <TakenCase of={one} />} />
      <Stack gap="sm" component="section">
        <Title order={2}>{say('closedTitle')}</Title>
        <ClosedCases empty={<Text c="var(--quiet)">{say('noneClosed')}</Text>} />
      </Stack>
    </Page>
  );
};
