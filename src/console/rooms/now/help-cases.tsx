import { Button } from '@mantine/core';
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { PageOf } from '../../api/client.ts';
import { Light } from '../../parts/light.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { Said } from '../../parts/said.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useMay } from '../../session/session-context.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { inOrderOfNeed } from './order.ts';
import { takeCase } from './queries.ts';
import type { Case } from './told.ts';
import { nowWords } from './words.ts';

/** More would push the other questions off the screen; the inbox has them all. */
const SHOWN = 3;
const PATH = '/inbox/cases';

const HelpCase = ({ of: one, now }: { readonly of: Case; readonly now: number }): ReactNode => {
  const say = useWords(nowWords);
  const { duration, phone } = useFormats();
  const may = useMay();
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: () => takeCase(one),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cases'] }),
  });
  const number = one.number === null ? say('unknownPhone') : phone(one.number);
  const isOpen = one.state === 'open';
  return (
    <li className="row">
      <span className="row-figure">
        <span className="big-figure">{duration((now - Date.parse(one.waitingSince)) / 1000)}</span>
      </span>
      <span className="row-text">
        <span className="row-line">
          <Link href={`${PATH}/${one.id}`} className="row-name">
            <Said>{one.name ?? number}</Said>
          </Link>{' '}
          {one.name !== null && <span className="quiet">{number}</span>}{' '}
          <Light tone={isOpen ? (one.unpagedSince === null ? 'warn' : 'bad') : 'waiting'}>
            {isOpen ? (
              say(one.unpagedSince === null ? 'nobodyHas' : 'nobodyPaged')
            ) : (
              <Said>{say('holds', { name: one.holder ?? '' })}</Said>
            )}
          </Light>
          {one.safeAt !== null && <Light tone="good">{say('saysSafe')}</Light>}
        </span>
        <span className="row-said">
          <Said>{one.text}</Said>
        </span>
        <ProblemNote error={take.error} />
      </span>
      {isOpen && may('handleCases') && (
        <Button size="sm" loading={take.isPending} onClick={() => take.mutate()}>
          {say('take')}
        </Button>
      )}
    </li>
  );
};

interface Props {
  readonly open: UseQueryResult<PageOf<Case>>;
  readonly taken: UseQueryResult<PageOf<Case>>;
}

/** The open calls for help, with how long each waits. */
export const HelpCases = ({ open, taken }: Props): ReactNode => {
  const say = useWords(nowWords);
  const { number } = useFormats();
  const now = useNow();
  const all = inOrderOfNeed([...(open.data?.items ?? []), ...(taken.data?.items ?? [])]);
  const more = all.length - SHOWN;
  const isMore = open.data?.next != null || taken.data?.next != null;
  return (
    <div className="needs-part">
      <div className="needs-head">
        <h3>{say('help')}</h3>
        {more > 0 && (
          <Link href={PATH}>
            {say('moreCases', { count: more, n: `${number(more)}${isMore ? '+' : ''}` })}
          </Link>
        )}
      </div>
      <Loaded of={open}>
        {() =>
          all.length === 0 ? (
            <p className="quiet">{say('noHelp')}</p>
          ) : (
            <ul className="rows">
              {all.slice(0, SHOWN).map((one) => (
                <HelpCase key={one.id} of={one} now={now} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
};
