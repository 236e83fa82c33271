import './styles/now.css';
import './styles/now-more.css';
import type { ReactNode } from 'react';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../words/i18n.ts';
import { CanSend } from './can-send.tsx';
import { GoingOut } from './going-out.tsx';
import { WhatIsWrong } from './what-is-wrong.tsx';
import { WhoNeedsMe } from './who-needs-me.tsx';
import { nowWords } from './words.ts';

/** Four questions, answered from top to bottom: what goes out, who needs me, can I send, what is wrong. */
export const NowRoom = (): ReactNode => {
  const say = useWords(nowWords);
  return (
    <Page title={say('title')}>
      <div className="now">
        <GoingOut />
        <WhoNeedsMe />
        <CanSend />
        <WhatIsWrong />
      </div>
    </Page>
  );
};
