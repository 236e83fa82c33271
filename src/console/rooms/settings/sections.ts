import {
  IconAlertTriangle,
  IconBolt,
  IconBook,
  IconDatabase,
  IconFileCheck,
  IconKey,
  IconSettings,
  IconUser,
  IconUsers,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Permission } from '../../../access/permissions.ts';
import type { settingsWords } from './words.ts';

type Word = keyof typeof settingsWords.en & string;

interface Section {
  readonly path: string;
  readonly word: Word;
  readonly hint: Word;
  readonly icon: TablerIcon;
  /** Undefined: everybody who is signed in. */
  readonly needs: Permission | undefined;
}

export interface SectionGroup {
  readonly word: Word;
  readonly sections: readonly Section[];
}

const section = (
  name:
    | 'account'
    | 'users'
    | 'tokens'
    | 'webhooks'
    | 'alarms'
    | 'audit'
    | 'triggers'
    | 'configuration'
    | 'retention',
  icon: TablerIcon,
  needs?: Permission,
): Section => ({ path: `/settings/${name}`, word: name, hint: `${name}Hint`, icon, needs });

export const sectionGroups: readonly SectionGroup[] = [
  {
    word: 'groupYou',
    sections: [
      section('account', IconUser),
      { path: '/guide', word: 'guide', hint: 'guideHint', icon: IconBook, needs: undefined },
    ],
  },
  {
    word: 'groupWatch',
    sections: [
      section('alarms', IconAlertTriangle, 'watch'),
      section('audit', IconFileCheck, 'readAudit'),
      section('triggers', IconBolt, 'watch'),
    ],
  },
  {
    word: 'groupPeople',
    sections: [
      section('users', IconUsers, 'manageUsers'),
      section('tokens', IconKey, 'manageTokens'),
      section('webhooks', IconWebhook, 'manageWebhooks'),
    ],
  },
  {
    word: 'groupMachine',
    sections: [
      section('configuration', IconSettings, 'reloadConfig'),
      section('retention', IconDatabase, 'manageRetention'),
    ],
  },
];
