import { Menu, Text } from '@mantine/core';
import { IconAlertTriangle, IconHeadset, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { onDutyQuery, type RosterNow } from '../api/inbox/on-duty.ts';
import { Said } from '../parts/said.tsx';
import { useMay, useSession } from '../session/session-context.tsx';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import { shellWords } from './words.ts';

/** Undefined: the person may not know, it is not known yet, or there is no roster. */
const useOnDuty = (): readonly RosterNow[] | undefined => {
  const may = useMay();
  const { data } = useQuery({ ...onDutyQuery(), enabled: may('readPeople') });
  return data === undefined || data.length === 0 ? undefined : data;
};

export const useAmOnDuty = (): boolean => {
  const { session } = useSession();
  const rosters = useOnDuty();
  return rosters?.some(({ now }) => now.people.some(({ user }) => user === session.user.id)) ?? false;
};

/** How many names have a place in the bar. */
const MOST_NAMES = 2;

/** Who is on duty, in a few words in the top bar; the menu of the account has all of them. */
export const DutyNames = (): ReactNode => {
  const say = useWords(shellWords);
  const rosters = useOnDuty();
  const { session } = useSession();
  if (rosters === undefined) return null;
  const people = new Map(rosters.flatMap(({ now }) => now.people.map((one) => [one.name, one.user])));
  const others = [...people].filter(([, user]) => user !== session.user.id).map(([name]) => name);
  const isMe = others.length < people.size;
  if (people.size === 0) {
    return (
      <Text className="duty duty-nobody">
        <IconAlertTriangle aria-hidden size={18} /> {say('nobodyOnDuty')}
      </Text>
    );
  }
  // That it is you stands beside your name.
  if (others.length === 0) return null;
  const more = others.length - MOST_NAMES;
  return (
    <Text className="duty">
      <IconHeadset aria-hidden size={18} />
      <span>
        {say(isMe ? 'onDutyToo' : 'onDutyNow')} <Said>{others.slice(0, MOST_NAMES).join(', ')}</Said>
        {more > 0 && ` ${say('andMore', { n: more })}`}
      </span>
    </Text>
  );
};

/** Who is on duty, by roster, as items of a menu that call them. */
export const DutyList = (): ReactNode => {
  const say = useWords(shellWords);
  const { phone } = useFormats();
  const rosters = useOnDuty();
  if (rosters === undefined) return null;
  return rosters.map(({ roster, now }) => (
    <Fragment key={roster.id}>
      <Menu.Label>
        {say('onDutyNow')} <Said>{roster.name}</Said>
        {now.people.length === 0 && ` ${say('nobodyOnDuty')}`}
        {now.unreachable.length > 0 && (
          <span className="duty-nobody"> {say('unreachable', { names: now.unreachable.join(', ') })}</span>
        )}
      </Menu.Label>
      {now.people.map((person) => (
        <Menu.Item
          key={person.phone}
          component="a"
          href={`tel:${person.phone}`}
          leftSection={<IconPhone aria-hidden size={18} />}
        >
          <Said>{person.name}</Said> <span className="figures">{phone(person.phone)}</span>
        </Menu.Item>
      ))}
      <Menu.Divider />
    </Fragment>
  ));
};
