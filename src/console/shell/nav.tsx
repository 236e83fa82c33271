import { Menu, NavLink, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useWords } from '../words/i18n.ts';
import { type Room, rooms } from './rooms.ts';
import { type RoomWaiting, useWaiting } from './use-waiting.ts';
import { shellWords } from './words.ts';

const isIn = (path: string, location: string): boolean =>
  path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);

const Count = ({ of }: { readonly of: RoomWaiting | undefined }): ReactNode =>
  of !== undefined && (
    <span aria-hidden className={`room-count${of.isUrgent ? ' room-count-urgent' : ''}`}>
      {of.figure}
    </span>
  );

/** As wide as in shell.css: from here on the icons stand alone. */
const ICONS_ONLY = '(max-width: 62rem)';

interface RoomLinkProps {
  readonly room: Room;
  readonly waiting: RoomWaiting | undefined;
}

const RoomLink = ({
  room: { path, word, short, icon: Icon, isOnPhone },
  waiting,
}: RoomLinkProps): ReactNode => {
  const say = useWords(shellWords);
  const [location] = useLocation();
  const isIconOnly = useMediaQuery(ICONS_ONLY);
  const tip = waiting === undefined ? say(word) : `${say(word)}: ${waiting.text}`;
  return (
    <Tooltip label={tip} position="right" openDelay={400} withinPortal={false} disabled={!isIconOnly}>
      <NavLink
        component={Link}
        href={path}
        className={isOnPhone ? 'room' : 'room room-under-more'}
        active={isIn(path, location)}
        aria-current={isIn(path, location) ? 'page' : undefined}
        leftSection={
          <span className="room-icon">
            <Icon aria-hidden size={22} />
            <Count of={waiting} />
          </span>
        }
        label={
          <>
            <span className="room-name">{say(word)}</span>
            <span className="room-name-short" aria-hidden>
              {say(short)}
            </span>
          </>
        }
        description={
          waiting !== undefined && (
            <span className={`room-waiting${waiting.isUrgent ? ' room-waiting-urgent' : ''}`}>
              {waiting.text}
            </span>
          )
        }
      />
    </Tooltip>
  );
};

/** On a phone: the rooms that have no place in the bar. */
const More = ({ waiting }: { readonly waiting: ReadonlyMap<string, RoomWaiting> }): ReactNode => {
  const say = useWords(shellWords);
  const [location] = useLocation();
  const under = rooms.filter(({ isOnPhone }) => !isOnPhone);
  const isHere = under.some(({ path }) => isIn(path, location));
  return (
    <Menu position="top-end" width={260} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className="room more-rooms" data-active={isHere || undefined}>
          <span className="room-icon">
            <IconDots aria-hidden size={22} />
            <Count of={under.map(({ path }) => waiting.get(path)).find((one) => one !== undefined)} />
          </span>
          <span className="room-name-short">{say('more')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {under.map(({ path, word, icon: Icon }) => (
          <Menu.Item
            key={path}
            component={Link}
            href={path}
            aria-current={isIn(path, location) ? 'page' : undefined}
            leftSection={<Icon aria-hidden size={22} />}
          >
            {say(word)}
            {waiting.has(path) && <span className="room-waiting"> · {waiting.get(path)?.text}</span>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

/** The rooms: a column, which is icons at 768 pixels, and a bar at the bottom at 390 (shell.css). */
export const Nav = (): ReactNode => {
  const say = useWords(shellWords);
  const waiting = useWaiting();
  return (
    <nav aria-label={say('rooms')} className="rooms">
      {rooms.map((room) => (
        <RoomLink key={room.path} room={room} waiting={waiting.get(room.path)} />
      ))}
      <More waiting={waiting} />
    </nav>
  );
};
