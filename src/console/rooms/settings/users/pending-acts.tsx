import { Group, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { approveAct, type PendingAct, pendingActsQuery, refuseAct } from '../../../api/operation/users.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Said } from '../../../parts/said.tsx';
import { useSession } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { roleWords } from './role-words.ts';
import { usersWords } from './words.ts';

const KINDS = { create: 'pendingCreate', replace: 'pendingReplace', enable: 'pendingEnable' } as const;

/** What gives somebody more rights and waits for a second admin; nothing at all if nothing waits. */
export const PendingActs = (): ReactNode => {
  const say = useWords(usersWords);
  const acts = useQuery(pendingActsQuery());
  if (acts.data === undefined || acts.data.items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="pending">
      <Title order={2} size="h3" id="pending">
        {say('pendingTitle')}
      </Title>
      <ul className="setting-rows">
        {acts.data.items.map((act) => (
          <OneAct key={act.id} act={act} />
        ))}
      </ul>
    </section>
  );
};

const OneAct = ({ act }: { readonly act: PendingAct }): ReactNode => {
  const say = useWords(usersWords);
  const sayRole = useWords(roleWords);
  const when = useWhen();
  const { session } = useSession();
  const queries = useQueryClient();
  const isOwn = act.askedBy.id === `user:${session.user.id}`;
  const roles = act.roles.map((role) => sayRole(role)).join(', ');
  const what = say(KINDS[act.kind], { name: act.name, roles });
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['pending-acts'] });
    await queries.invalidateQueries({ queryKey: ['users'] });
  };
  return (
    <li className="setting-row">
      <div>
        <Text fw={600} component="div">
          <Said>{what}</Said>
        </Text>
        <Text component="div" c="dimmed">
          <Said>
            {say('pendingBy', {
              name: act.askedBy.name,
              when: when(act.askedAt),
              until: when(act.until),
            })}
          </Said>
        </Text>
        {isOwn && <Text>{say('pendingOwn')}</Text>}
      </div>
      <Group>
        {!isOwn && (
          <ActButton
            label={say('approve')}
            title={say('approveTitle')}
            verb={say('approveVerb', { what })}
            onAct={() => approveAct(act).finally(again)}
          >
            <Text>{say('approveWhy')}</Text>
          </ActButton>
        )}
        <ActButton
          label={say(isOwn ? 'refuseOwn' : 'refuse')}
          title={say('refuseTitle')}
          verb={say('refuseVerb')}
          variant="default"
          onAct={() => refuseAct(act).finally(again)}
        >
          <Text>{say('refuseWhy')}</Text>
        </ActButton>
      </Group>
    </li>
  );
};
