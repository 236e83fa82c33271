import type { ReactNode } from 'react';
import type { DrillRun } from '../../api/alerts/drills.ts';
import { Light } from '../../parts/light.tsx';
import { useWords } from '../../words/i18n.ts';
import { drillsWords } from './words.ts';

const TONES = { passed: 'good', failed: 'warn', running: 'waiting', missed: 'off' } as const;

/** How a run ended. Nothing of a drill is red: that colour is for what is live. */
export const ResultLight = ({ of }: { readonly of: DrillRun['result'] }): ReactNode => {
  const say = useWords(drillsWords);
  return <Light tone={TONES[of]}>{say(of)}</Light>;
};
