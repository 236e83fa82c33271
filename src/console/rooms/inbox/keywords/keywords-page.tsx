import { Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { analyse } from '../../../../domain/text/analyse.ts';
import { type Keyword, keywordsQuery, removeKeyword } from '../../../api/inbox/keywords.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Page } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { InboxTabs } from '../inbox-tabs.tsx';
import { KeywordButton } from './keyword-button.tsx';
import { keywordsWords } from './words.ts';

const Remove = ({ of }: { readonly of: Keyword }): ReactNode => {
  const say = useWords(keywordsWords);
  const sayCommon = useWords(commonWords);
  const queries = useQueryClient();
  const { word } = of;
  return (
    <ActButton
      size="compact-md"
      variant="subtle"
      color="danger"
      label={sayCommon('remove')}
      aria-label={say('remove', { word })}
      title={say('removeTitle', { word })}
      verb={say('remove', { word })}
      onAct={() => removeKeyword(of).finally(() => queries.invalidateQueries({ queryKey: ['keywords'] }))}
    >
      <Text>{say('removeText')}</Text>
    </ActButton>
  );
};

/** The words that are answered by themselves. */
export const KeywordsPage = (): ReactNode => {
  const say = useWords(keywordsWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const may = useMay()('managePeople');
  const found = useQuery(keywordsQuery());
  const columns: readonly Column<Keyword>[] = [
    {
      key: 'word',
      title: say('word'),
      cell: ({ word }) => (
        <strong>
          <Said>{word}</Said>
        </strong>
      ),
    },
    { key: 'reply', title: say('replyOf'), cell: ({ reply }) => <Said>{reply}</Said> },
    {
      key: 'size',
      title: say('size'),
      isFigure: true,
      cell: ({ reply }) => {
        const { parts } = analyse(reply);
        return <span className="whole-name">{sayCommon('parts', { count: parts, n: number(parts) })}</span>;
      },
    },
    ...(may
      ? [
          {
            key: 'acts',
            title: say('act'),
            cell: (one: Keyword) => (
              <Group gap="xs" wrap="nowrap">
                <KeywordButton of={one} />
                <Remove of={one} />
              </Group>
            ),
          },
        ]
      : []),
  ];
  return (
    <Page title={say('title')} actions={may ? <KeywordButton /> : undefined}>
      <InboxTabs />
      <p className="quiet-line">{say('hint')}</p>
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('none')} hint={say('noneHint')} />
          ) : (
            <DataTable label={say('title')} columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
    </Page>
  );
};
