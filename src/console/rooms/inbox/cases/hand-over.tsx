import { Autocomplete } from '@mantine/core';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type CaseWithHistory, stepCase } from '../../../api/inbox/cases.ts';
import { onDutyQuery, rostersQuery } from '../../../api/inbox/rosters.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useMay, useSession } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { caseWords } from './case-words.ts';
import { useFrom } from './use-from.ts';

/** The names of everybody who is on duty now, whatever the roster, but one's own. */
const useOnDuty = (isAsked: boolean): readonly string[] => {
  const may = useMay();
  const { session } = useSession();
  const { data } = useQuery({ ...rostersQuery(), enabled: isAsked && may('readPeople') });
  const now = useQueries({ queries: (data?.items ?? []).map(({ id }) => onDutyQuery(id)) });
  const names = now.flatMap(({ data: duty }) => duty?.people.map(({ name }) => name) ?? []);
  return [...new Set(names)].filter((name) => name !== session.user.name);
};

/** Gives the case to somebody else, by name. */
export const HandOver = ({ of }: { readonly of: CaseWithHistory }): ReactNode => {
  const say = useWords(caseWords);
  const queries = useQueryClient();
  const from = useFrom(of);
  const [isOpen, setOpen] = useState(false);
  const [to, setTo] = useState('');
  const who = to.trim();
  const names = useOnDuty(isOpen);
  return (
    <ActButton
      variant="default"
      label={say('handOver')}
      title={say('handTitle')}
      verb={who === '' ? say('handVerbEmpty') : say('handVerb', { who })}
      isIncomplete={who === ''}
      onOpen={() => setOpen(true)}
      onAct={async () => {
        await stepCase(of, { kind: 'hand', body: { to: who, ...from } }).finally(() =>
          queries.invalidateQueries({ queryKey: ['cases'] }),
        );
      }}
    >
      <Autocomplete
        label={say('handTo')}
        description={say('handToHint')}
        data={[...names]}
        value={to}
        maxLength={100}
        onChange={setTo}
      />
    </ActButton>
  );
};
