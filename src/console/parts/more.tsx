import { Button, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { commonWords } from '../words/common.ts';
import { useWords } from '../words/i18n.ts';

const STEP = 50;
/** The most that the gateway gives on one page. */
const MOST = 1000;

export interface Pages {
  readonly limit: number;
  readonly more: () => void;
}

/** How much of a list is shown. It begins anew when `of` changes, such as a filter. */
export const usePages = (of = ''): Pages => {
  const [shown, setShown] = useState({ of, limit: STEP });
  const limit = shown.of === of ? shown.limit : STEP;
  return { limit, more: () => setShown({ of, limit: Math.min(MOST, limit * 2) }) };
};

interface Props {
  readonly pages: Pages;
  readonly hasMore: boolean;
}

/** Shows more of a list, if there is more. */
export const MoreButton = ({ pages: { limit, more }, hasMore }: Props): ReactNode => {
  const say = useWords(commonWords);
  if (!hasMore) return null;
  if (limit >= MOST) return <Text>{say('moreThanShown', { n: MOST })}</Text>;
  return (
    <Button variant="default" onClick={more} className="not-printed">
      {say('more')}
    </Button>
  );
};
