import { Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { memo, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type AlertOverview, answersQuery, type PersonAnswer } from '../../../api/alerts/alerts.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light, type Tone } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { isGoing } from '../live/figures.ts';
import { talkWords } from '../words/talk-words.ts';

const COUNT_EVERY_MS = 10_000;
/** Whoever calls for help is always shown; of the others only so many, so that the routes stay near. */
const SHOWN_FIRST = 6;

const TONES: Readonly<Record<string, Tone>> = { help: 'bad', safe: 'good', silent: 'off' };
const KNOWN = ['help', 'safe', 'other', 'silent'] as const;
const isKnown = (meaning: string): meaning is (typeof KNOWN)[number] => KNOWN.some((one) => one === meaning);

/** Help first, the silent last; between them what the question asks for, by name. */
const inOrder = (counts: Readonly<Record<string, number>>, hasQuestion: boolean): readonly string[] => {
  const own = Object.keys(counts).filter((one) => one !== 'people' && !isKnown(one));
  return [
    'help',
    ...(hasQuestion || (counts['safe'] ?? 0) > 0 ? ['safe'] : []),
    ...own.toSorted(),
    'other',
    'silent',
  ];
};

type Asked = Pick<AlertOverview, 'id' | 'state' | 'question' | 'questionUntil'>;

const CaseLink = ({ answer }: { readonly answer: PersonAnswer }): ReactNode => {
  const say = useWords(talkWords);
  if (answer.case === null) return answer.meaning === 'help' ? say('case_none') : '';
  const { id, state, holder } = answer.case;
  return <Link href={`/inbox/cases/${id}`}>{say(`case_${state}`, { id, who: holder ?? '' })}</Link>;
};

/** What people answered: help on top, each with the way to its case. */
const Card = ({ overview }: { readonly overview: Asked }): ReactNode => {
  const say = useWords(talkWords);
  const sayCommon = useWords(commonWords);
  const { number, moment, phone, percent } = useFormats();
  const [meaning, setMeaning] = useState<string>();
  const [isWhole, setWhole] = useState(false);
  // Who may have read it grows while it goes out, of which no event about answers tells.
  const refetchInterval = isGoing(overview) ? COUNT_EVERY_MS : false;
  const answers = useInfiniteQuery(answersQuery(overview.id, meaning));
  const all = useInfiniteQuery({ ...answersQuery(overview.id), refetchInterval });
  const counts = all.data?.pages[0]?.counts;
  const hasQuestion = overview.question !== null;
  const readers = counts?.['people'] ?? 0;
  const answered = readers - (counts?.['silent'] ?? 0);
  // Without a question, and without an answer, there is nothing to follow.
  if (!hasQuestion && answered === 0) return null;
  const wordOf = (one: string): string => (isKnown(one) ? say(one) : one);
  const found = answers.data?.pages.flatMap(({ items }) => items) ?? [];
  // The silent are last, and thousands: whoever wants to see them asks for them.
  const known = meaning === undefined ? found.filter((one) => one.meaning !== 'silent') : found;
  const helpless = known.filter((one) => one.meaning === 'help').length;
  const rows = isWhole ? known : known.slice(0, Math.max(SHOWN_FIRST, helpless));
  const isCut = rows.length < known.length;
  const hasMore = isCut || (answers.hasNextPage && known.length === found.length);
  return (
    <section className="card" aria-labelledby="alert-answers">
      <h2 id="alert-answers">{say('answersTitle')}</h2>
      {counts !== undefined && (
        <Text c="var(--quiet)">
          {readers > 0 && say('answersShare', { share: percent(answered, readers), n: number(readers) })}{' '}
          {overview.questionUntil !== null && say('answersUntil', { at: moment(overview.questionUntil) })}
        </Text>
      )}
      <Group gap="xs" my="sm" role="group" aria-label={say('answersTitle')}>
        {[undefined, ...(counts === undefined ? [] : inOrder(counts, hasQuestion))].map((one) => (
          <Button
            key={one ?? ''}
            variant={meaning === one ? 'filled' : 'default'}
            color={one === 'help' && (counts?.['help'] ?? 0) > 0 ? 'danger' : 'accent'}
            aria-pressed={meaning === one}
            onClick={() => setMeaning(one)}
          >
            {one === undefined ? (
              <>
                {say('answered')}&nbsp;<b className="figures">{number(answered)}</b>
              </>
            ) : (
              <>
                {wordOf(one)}&nbsp;<b className="figures">{number(counts?.[one] ?? 0)}</b>
              </>
            )}
          </Button>
        ))}
      </Group>
      <ProblemNote error={answers.error} onRetry={() => void answers.refetch()} />
      {rows.length === 0 && !answers.isPending && (
        <Text>{say(meaning === undefined ? 'answersNone' : 'answersNobody')}</Text>
      )}
      {rows.length > 0 && (
        <DataTable
          label={say('answersTitle')}
          rows={rows}
          rowKey={({ number: key }) => key}
          columns={[
            {
              key: 'answer',
              title: say('answer'),
              cell: ({ meaning: of }) => (
                <Light tone={TONES[of] ?? 'waiting'}>
                  <Said>{wordOf(of)}</Said>
                </Light>
              ),
            },
            {
              key: 'person',
              title: say('person'),
              cell: ({ name, number: of }) => (
                <div>
                  {name !== null && (
                    <div>
                      <b>
                        <Said>{name}</Said>
                      </b>
                    </div>
                  )}
                  <span className="figures alert-number">{phone(of)}</span>
                </div>
              ),
            },
            { key: 'text', title: say('text'), cell: ({ text }) => <Said>{text}</Said> },
            { key: 'at', title: say('at'), cell: ({ at }) => (at === null ? '' : moment(at)) },
            { key: 'case', title: say('case'), cell: (answer) => <CaseLink answer={answer} /> },
          ]}
        />
      )}
      {hasMore && (
        <Button
          variant="default"
          mt="sm"
          loading={answers.isFetchingNextPage}
          onClick={() => {
            setWhole(true);
            if (!isCut) void answers.fetchNextPage();
          }}
        >
          {sayCommon('more')}
        </Button>
      )}
    </section>
  );
};

/** Not drawn anew by a tick of the figures. */
export const AnswersCard = memo(
  Card,
  ({ overview: before }, { overview: now }) =>
    before.id === now.id &&
    before.state === now.state &&
    before.question === now.question &&
    before.questionUntil === now.questionUntil,
);
