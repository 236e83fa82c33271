import type { ReactNode } from 'react';
import { Problem } from '../../api/problem.ts';
import { Light } from '../../parts/light.tsx';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import type { SaveState } from './logic/draft-saver.ts';
import { newAlertWords } from './words.ts';

/** Whether what was typed is at the gateway. */
export const SaveNote = ({
  state,
  isKnown,
}: {
  readonly state: SaveState;
  readonly isKnown: boolean;
}): ReactNode => {
  const say = useWords(newAlertWords);
  const { clock } = useFormats();
  switch (state.kind) {
    case 'saved':
      if (!isKnown) return <Light tone="off">{say('nothingYet')}</Light>;
      return (
        <Light tone="good">
          {state.at === undefined ? say('savedBefore') : say('saved', { time: clock(state.at) })}
        </Light>
      );
    case 'saving':
      return <Light tone="waiting">{say('saving')}</Light>;
    case 'waiting':
      return <Light tone="waiting">{say('waiting')}</Light>;
    case 'conflict':
      return <Light tone="warn">{say('unsaved')}</Light>;
    case 'failed': {
      const isWrong = state.problem instanceof Problem && state.problem.name === 'validation';
      return <Light tone="warn">{say(isWrong ? 'unsavedWrong' : 'unsaved')}</Light>;
    }
  }
};
