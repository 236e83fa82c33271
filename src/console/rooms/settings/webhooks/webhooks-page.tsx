import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { newKey } from '../../../api/new-key.ts';
import {
  makeWebhook,
  type NewWebhook,
  type Webhook,
  webhooksQuery,
} from '../../../api/operation/webhooks.ts';
import { OnceShown } from '../../../parts/acts/once-shown.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { WebhookForm } from './webhook-form.tsx';
import { webhooksWords } from './words.ts';

/** The programs that are told what happens. */
export const WebhooksPage = (): ReactNode => {
  const say = useWords(webhooksWords);
  const sayRoom = useWords(settingsWords);
  const { number } = useFormats();
  const queries = useQueryClient();
  const webhooks = useQuery(webhooksQuery());
  /** The key of the form that is open: the same act for each try. */
  const [key, setKey] = useState<string>();
  const [made, setMade] = useState<NewWebhook>();
  const columns: readonly Column<Webhook>[] = [
    {
      key: 'name',
      title: say('colName'),
      cell: ({ id, name }) => (
        <Link href={`/settings/webhooks/${id}`}>
          <Said>{name}</Said>
        </Link>
      ),
    },
    {
      key: 'state',
      title: say('colState'),
      cell: ({ enabled, disabledReason }) => {
        if (enabled) return <Light tone="good">{say('on')}</Light>;
        return (
          <Light tone={disabledReason === null ? 'off' : 'bad'}>
            <Said>{disabledReason === null ? say('off') : say('offBy', { reason: disabledReason })}</Said>
          </Light>
        );
      },
    },
    { key: 'url', title: say('colUrl'), cell: ({ url }) => <Said>{url}</Said> },
    { key: 'events', title: say('colEvents'), cell: ({ events }) => <Said>{events.join(', ')}</Said> },
    { key: 'waiting', title: say('colWaiting'), isFigure: true, cell: ({ waiting }) => number(waiting) },
  ];
  return (
    <SettingsFrame
      title={sayRoom('webhooks')}
      actions={
        key === undefined && (
          <Button leftSection={<IconPlus aria-hidden size={20} />} onClick={() => setKey(newKey())}>
            {say('make')}
          </Button>
        )
      }
    >
      <Stack>
        {made !== undefined && (
          <OnceShown
            title={say('secretTitle')}
            hint={say('secretHint')}
            secrets={[made.secret]}
            done={say('secretDone')}
            onDone={() => setMade(undefined)}
          />
        )}
        {key !== undefined && (
          <WebhookForm
            title={say('makeTitle')}
            verb={(host) => say('makeVerb', { host })}
            onSave={async (body) => {
              setMade(await makeWebhook(body, key));
              setKey(undefined);
              await queries.invalidateQueries({ queryKey: ['webhooks'] });
            }}
            onClose={() => setKey(undefined)}
          />
        )}
        <Loaded of={webhooks}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('none')} hint={say('noneHint')} />
            ) : (
              <DataTable label={say('listLabel')} columns={columns} rows={items} rowKey={({ id }) => id} />
            )
          }
        </Loaded>
      </Stack>
    </SettingsFrame>
  );
};
