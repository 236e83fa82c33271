import type { ReactNode } from 'react';
import type { Alert } from '../../api/alerts/alerts.ts';
import { useWords } from '../../words/i18n.ts';
import { Light, type Tone } from '../light.tsx';
import { stateWords } from './state-words.ts';

const TONES: Readonly<Record<Alert['state'], Tone>> = {
  draft: 'off',
  pendingApproval: 'warn',
  returned: 'warn',
  approved: 'waiting',
  scheduled: 'waiting',
  sending: 'good',
  paused: 'warn',
  completed: 'good',
  stopped: 'bad',
  rejected: 'off',
  expired: 'off',
};

/** The state of an alert in words. One that was taken back says so, also while people are told. */
export const AlertState = ({ state, cancelledAt }: Pick<Alert, 'state' | 'cancelledAt'>): ReactNode => {
  const say = useWords(stateWords);
  if (cancelledAt !== null && state === 'sending') return <Light tone="warn">{say('cancelling')}</Light>;
  if (cancelledAt !== null && state === 'completed') return <Light tone="off">{say('cancelled')}</Light>;
  return <Light tone={TONES[state]}>{say(state)}</Light>;
};
