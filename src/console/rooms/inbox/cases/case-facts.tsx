import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { alertQuery } from '../../../api/alerts/alerts.ts';
import type { Case } from '../../../api/inbox/cases.ts';
import { Light } from '../../../parts/light.tsx';
import { PersonLink } from '../../../parts/person-link.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay, useSession } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { outcomeKey } from './history-line.ts';
import { casesWords } from './words.ts';

interface Props {
  readonly of: Case;
}

/** Who called: the name of the contact, and the number. */
export const Caller = ({ of: { name, number } }: Props): ReactNode => {
  const say = useWords(casesWords);
  return number === null ? (
    <span>{name === null ? say('noNumber') : <Said>{name}</Said>}</span>
  ) : (
    <PersonLink number={number} name={name} />
  );
};

/** The alert that the call answers, by its title. */
export const OfAlert = ({ id }: { readonly id: number | null }): ReactNode => {
  const say = useWords(casesWords);
  const may = useMay();
  const { data } = useQuery({ ...alertQuery(id ?? 0), enabled: id !== null && may('readAlerts') });
  if (id === null) return <span>{say('noAlert')}</span>;
  const [before = '', after = ''] = say('ofAlert', { alert: '\u0000' }).split('\u0000');
  return (
    <span>
      {before}
      <Link href={`/alerts/${id}`}>
        {data === undefined ? say('alertNumber', { id }) : <Said>{data.title}</Said>}
      </Link>
      {after}
    </span>
  );
};

/** Where the case stands: nobody has it, somebody has it, or how it ended. */
export const CaseState = ({ of }: Props): ReactNode => {
  const say = useWords(casesWords);
  const { moment } = useFormats();
  const { session } = useSession();
  if (of.state === 'open') return <Light tone="bad">{say('waiting')}</Light>;
  if (of.state === 'closed')
    return <Light tone="off">{say('closedAs', { outcome: say(outcomeKey(of.outcome)) })}</Light>;
  const time = of.takenAt === null ? '' : moment(of.takenAt);
  const isOwn = of.holder === session.user.name;
  return (
    <Light tone="good">
      <bdi>{isOwn ? say('takenByYou', { time }) : say('takenBy', { who: of.holder ?? '', time })}</bdi>
    </Light>
  );
};

/** What changes what one does next: the person is safe by now, or nobody on duty knows of the call. */
export const CaseWarnings = ({ of: { safeAt, unpagedSince, state } }: Props): ReactNode => {
  const say = useWords(casesWords);
  const { moment } = useFormats();
  return (
    <>
      {safeAt !== null && state !== 'closed' && (
        <Light tone="waiting">{say('safe', { time: moment(safeAt) })}</Light>
      )}
      {unpagedSince !== null && <Light tone="warn">{say('unpaged', { time: moment(unpagedSince) })}</Light>}
    </>
  );
};

/** How often the phone called. */
export const Cries = ({ of: { cries, criedAt } }: Props): ReactNode => {
  const say = useWords(casesWords);
  const { moment, number } = useFormats();
  const time = moment(criedAt);
  return (
    <>{cries === 1 ? say('calledAt', { time }) : say('cries', { count: cries, n: number(cries), time })}</>
  );
};
