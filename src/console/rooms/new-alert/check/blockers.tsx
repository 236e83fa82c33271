import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Preview } from '../../../api/alerts/drafts.ts';
import { useFindingWords } from '../../../parts/text-editor/findings.tsx';
import { useWords } from '../../../words/i18n.ts';
import { checkWords } from './words.ts';

type Blocker = Preview['blockers'][number];

const OWN_WORDS = ['emptyAudience', 'missingAudience', 'expired'] as const;

/** What keeps it from going out. There is no button that sends as long as there is one. */
export const Blockers = ({ blockers }: { readonly blockers: readonly Blocker[] }): ReactNode => {
  const say = useWords(checkWords);
  const words = useFindingWords();
  const saidOf = ({ code, path, message }: Blocker): string => {
    const own = OWN_WORDS.find((one) => one === code);
    if (own !== undefined && path === 'audience') return say(`b_${own}`);
    return words({ variant: /^content\.([a-z]{2,3}(?:\/short)?)$/.exec(path)?.[1] ?? null, message });
  };
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={say('blocked')}
      className="notice"
    >
      <List>
        {blockers.map((blocker) => (
          <List.Item key={`${blocker.code} ${blocker.path} ${blocker.message}`}>{saidOf(blocker)}</List.Item>
        ))}
      </List>
    </Alert>
  );
};
