import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { newKey } from '../../../api/new-key.ts';
import {
  removeWebhook,
  replaceWebhook,
  testWebhook,
  type Webhook,
  webhookQuery,
} from '../../../api/operation/webhooks.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useAct } from '../../../parts/acts/use-act.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { Deliveries } from './deliveries.tsx';
import { hostOf } from './host-of.ts';
import { WebhookForm } from './webhook-form.tsx';
import { webhooksWords } from './words.ts';

/** One webhook: tried, changed, switched, removed; and what became of each delivery. */
export const WebhookPage = ({ id }: { readonly id: number }): ReactNode => {
  const sayRoom = useWords(settingsWords);
  const webhook = useQuery(webhookQuery(id));
  return (
    <SettingsFrame title={webhook.data?.name ?? sayRoom('webhooks')}>
      <Loaded of={webhook}>{(one) => <OneWebhook webhook={one} />}</Loaded>
    </SettingsFrame>
  );
};

const bodyOf = ({ name, url, events, enabled }: Webhook) => ({ name, url, events, enabled });

const OneWebhook = ({ webhook }: { readonly webhook: Webhook }): ReactNode => {
  const say = useWords(webhooksWords);
  const { number } = useFormats();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  /** The webhook as it was when the form was opened: what changed meanwhile must not be written over. */
  const [changed, setChanged] = useState<Webhook>();
  const [isTested, setTested] = useState(false);
  const { isBusy, error, run } = useAct();
  const { id, name, url, events, enabled, disabledReason, waiting, skipped, version } = webhook;
  const body = bodyOf(webhook);
  const host = hostOf(url);
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['webhooks'] });
  const switched = (on: boolean) => replaceWebhook(id, { ...body, enabled: on }, version).finally(again);
  const test = (): void =>
    void run(async () => {
      await testWebhook(id, newKey());
      setTested(true);
      await again();
    });
  return (
    <Stack>
      {changed !== undefined && (
        <WebhookForm
          title={say('changeTitle', { name: changed.name })}
          before={bodyOf(changed)}
          verb={(to) => say('changeVerb', { host: to })}
          onSave={async (next) => {
            await replaceWebhook(id, next, changed.version);
            setChanged(undefined);
            await again();
          }}
          onClose={() => setChanged(undefined)}
        />
      )}
      <section className="card">
        <Stack>
          <Facts
            facts={[
              {
                term: say('colState'),
                value: enabled ? (
                  <Light tone="good">{say('on')}</Light>
                ) : (
                  <Light tone={disabledReason === null ? 'off' : 'bad'}>
                    <Said>
                      {disabledReason === null ? say('off') : say('offBy', { reason: disabledReason })}
                    </Said>
                  </Light>
                ),
              },
              { term: say('colUrl'), value: <Said>{url}</Said> },
              { term: say('colEvents'), value: <Said>{events.join(', ')}</Said> },
              { term: say('colWaiting'), value: number(waiting) },
            ]}
          />
          {skipped > 0 && <Light tone="warn">{say('skipped', { n: number(skipped) })}</Light>}
          <ProblemNote error={error} />
          <div role="status">{isTested && <Text>{say('tested')}</Text>}</div>
          <Group>
            <Button loading={isBusy} onClick={test}>
              {say('test')}
            </Button>
            {changed === undefined && (
              <Button variant="default" onClick={() => setChanged(webhook)}>
                {say('change')}
              </Button>
            )}
            {enabled ? (
              <ActButton
                label={say('switchOff')}
                title={say('switchOffTitle', { name })}
                verb={say('switchOffVerb', { host })}
                variant="default"
                onAct={() => switched(false)}
              >
                <Text>{say('switchOffWhy')}</Text>
              </ActButton>
            ) : (
              <ActButton
                label={say('switchOn')}
                title={say('switchOnTitle', { name })}
                verb={say('switchOnVerb', { host, n: number(waiting) })}
                variant="default"
                onAct={() => switched(true)}
              />
            )}
            <ActButton
              label={say('remove')}
              title={say('removeTitle', { name })}
              verb={say('removeVerb', { n: number(waiting) })}
              variant="outline"
              color="danger"
              onAct={async () => {
                await removeWebhook(id, version);
                await queries.invalidateQueries({ queryKey: ['webhooks', 'list'] });
                navigate('/settings/webhooks');
              }}
            >
              <Text>{say('removeWhy')}</Text>
            </ActButton>
          </Group>
        </Stack>
      </section>
      <Deliveries id={id} />
    </Stack>
  );
};
