import type { ReactNode } from 'react';
import { inWords } from '../../../domain/text/french/in-words.ts';
import { Said } from '../../parts/said.tsx';
import { useLanguage } from '../../words/i18n.ts';
import { placeZone } from '../../words/place.ts';

/** A reason of the gateway in the language of the person, as far as it has words for it. */
export const Reason = ({ children }: { readonly children: string }): ReactNode => {
  const language = useLanguage();
  return <Said>{inWords(children, language, placeZone())}</Said>;
};
