import {
  IconActivity,
  IconBroadcast,
  IconInbox,
  IconMessage,
  IconRoute,
  IconSettings,
  IconTargetArrow,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';

type Word = 'now' | 'alerts' | 'people' | 'inbox' | 'drills' | 'routes' | 'messages' | 'settings';

export interface Room {
  /** The path below /console. */
  readonly path: string;
  readonly word: Word;
  /** A word that fits into the bar of a phone. */
  readonly short: Word | 'nowShort' | 'inboxShort';
  readonly icon: TablerIcon;
  /** Whether it has a place in the bar of a phone; the others are under "More". */
  readonly isOnPhone: boolean;
  /** The letter after `g` that goes there. */
  readonly key: string;
}

/** The column at the left, in the order in which one needs them. */
export const rooms: readonly Room[] = [
  { path: '/', word: 'now', short: 'nowShort', isOnPhone: true, icon: IconActivity, key: 'n' },
  { path: '/alerts', word: 'alerts', short: 'alerts', isOnPhone: true, icon: IconBroadcast, key: 'a' },
  { path: '/people', word: 'people', short: 'people', isOnPhone: true, icon: IconUsers, key: 'p' },
  { path: '/inbox', word: 'inbox', short: 'inboxShort', isOnPhone: true, icon: IconInbox, key: 'i' },
  { path: '/drills', word: 'drills', short: 'drills', isOnPhone: false, icon: IconTargetArrow, key: 'd' },
  { path: '/routes', word: 'routes', short: 'routes', isOnPhone: false, icon: IconRoute, key: 'r' },
  { path: '/messages', word: 'messages', short: 'messages', isOnPhone: false, icon: IconMessage, key: 'm' },
  { path: '/settings', word: 'settings', short: 'settings', isOnPhone: false, icon: IconSettings, key: 's' },
];
