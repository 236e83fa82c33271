import { Group, Stack, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type CaseWithHistory, caseQuery } from '../../../api/inbox/cases.ts';
import { isProblem } from '../../../api/problem.ts';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { byGateway } from '../../../words/place.ts';
import { InboxTabs } from '../inbox-tabs.tsx';
import { CaseActs } from './case-acts.tsx';
import { Caller, CaseState, CaseWarnings, Cries, OfAlert } from './case-facts.tsx';
import { caseWords } from './case-words.ts';
import { History } from './history.tsx';
import { NoteForm } from './note-form.tsx';
import { PhoneMessages } from './phone-messages.tsx';
import { ReplyForm } from './reply-form.tsx';
import { Waiting } from './waiting.tsx';
import { casesWords } from './words.ts';

const Back = (): ReactNode => {
  const say = useWords(casesWords);
  return (
    <Link href="/inbox" className="back-link">
      <IconArrowLeft aria-hidden size={18} /> {say('backToList')}
    </Link>
  );
};

interface Props {
  readonly of: CaseWithHistory;
}

/** How often the duty list was told of it. */
const Pages = ({ of: { pages, pagedAt, state } }: Props): ReactNode => {
  const say = useWords(casesWords);
  const { moment, number } = useFormats();
  if (state === 'closed') return null;
  if (pages === 0 || pagedAt === null) return <> · {say('notPaged')}</>;
  return <> · {say('paged', { count: pages, n: number(pages), time: moment(pagedAt) })}</>;
};

/** How many cries are shown in large letters: the last ones, since the newest may only say "quick". */
const MOST_CRIES = 3;

/** The last cries, oldest first, as far as the messages are kept. */
const criesOf = ({ messages, inbox, text }: CaseWithHistory) => {
  const cries = messages.filter(({ id, handledAs }) => handledAs === 'help' || id === inbox);
  return cries.length === 0 ? [{ id: inbox, text }] : cries.slice(0, MOST_CRIES).toReversed();
};

const Head = ({ of, readAt }: Props & { readonly readAt: number }): ReactNode => (
  <div className="card case-head">
    {of.waitedSeconds !== null && <Waiting seconds={of.waitedSeconds} saidAt={readAt} />}
    <Stack gap={6} className="case-words">
      <Group gap="lg">
        <Caller of={of} />
        <div role="status">
          <CaseState of={of} />
        </div>
      </Group>
      {criesOf(of).map(({ id, text }) => (
        <blockquote key={id} className={id === of.inbox ? 'cry cry-large' : 'cry'}>
          <Said>{text}</Said>
        </blockquote>
      ))}
      {of.outcomeText !== null && (
        <p className="quiet-line">
          <Said>{of.outcomeText}</Said>
        </p>
      )}
      <CaseWarnings of={of} />
      <p className="quiet-line">
        <Cries of={of} /> · <OfAlert id={of.alert} />
        <Pages of={of} />
      </p>
    </Stack>
  </div>
);

/** One call for help: what was said, what happened since, and what to do. */
export const CasePage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(casesWords);
  const sayCase = useWords(caseWords);
  const { phone } = useFormats();
  const may = useMay();
  const found = useQuery(caseQuery(id));
  const { data } = found;
  const who =
    data === undefined ? undefined : (data.name ?? (data.number === null ? undefined : phone(data.number)));
  const title = who === undefined ? say('caseNumber', { id }) : say('caseTitle', { id, who });
  const isGone = isProblem(found.error, 'not-found') || isProblem(found.error, 'validation');
  return (
    <Page title={title}>
      <InboxTabs />
      <Back />
      {isGone ? (
        <Empty title={say('unknownCase')} hint={say('unknownCaseHint')} />
      ) : (
        <Loaded of={found}>
          {(one) => (
            <div className="case-columns">
              <Stack gap="lg" className="case-main">
                <Head of={one} readAt={byGateway(found.dataUpdatedAt)} />
                {may('handleCases') && <CaseActs of={one} />}
                <section aria-labelledby="case-history">
                  <Title order={2} id="case-history">
                    {sayCase('history')}
                  </Title>
                  <History of={one} />
                </section>
              </Stack>
              <Stack gap="lg" className="case-side">
                {may('handleCases') && <NoteForm of={one} />}
                {may('send') && one.number !== null && one.state !== 'closed' && (
                  <ReplyForm id={one.id} number={one.number} />
                )}
                <section aria-labelledby="case-messages">
                  <Title order={2} id="case-messages">
                    {sayCase('allMessages')}
                  </Title>
                  <PhoneMessages of={one} />
                </section>
              </Stack>
            </div>
          )}
        </Loaded>
      )}
    </Page>
  );
};
