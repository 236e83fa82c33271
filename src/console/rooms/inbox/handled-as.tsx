import type { ReactNode } from 'react';
import type { Handling } from '../../api/inbox/inbox.ts';
import { Light, type Tone } from '../../parts/light.tsx';
import { useWords } from '../../words/i18n.ts';
import { handledWords } from './handled-words.ts';

/** What a tired eye should find; all others are words only. */
const TONES: Readonly<Partial<Record<Handling, Tone>>> = {
  help: 'bad',
  failed: 'warn',
  inbox: 'waiting',
  optOut: 'off',
  optIn: 'good',
};

/** What was made of a message from a phone. */
export const HandledAs = ({ as }: { readonly as: Handling | null }): ReactNode => {
  const say = useWords(handledWords);
  const word = say(as ?? 'none');
  const tone = as === null ? undefined : TONES[as];
  return tone === undefined ? <span>{word}</span> : <Light tone={tone}>{word}</Light>;
};
