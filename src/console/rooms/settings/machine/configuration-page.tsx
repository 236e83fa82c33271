import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  type LastReload,
  lastReloadQuery,
  type Reload,
  reloadConfiguration,
} from '../../../api/operation/operation.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { useAct } from '../../../parts/acts/use-act.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { Said } from '../../../parts/said.tsx';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { settingsWords } from '../words.ts';
import { machineWords } from './words.ts';

const CHECK = 'node src/main.ts check --config tocsin.yaml';

/** The configuration read again: first what would change, then the change; how the last time went. */
export const ConfigurationPage = (): ReactNode => {
  const say = useWords(machineWords);
  const sayRoom = useWords(settingsWords);
  const queries = useQueryClient();
  const last = useQuery(lastReloadQuery());
  const [result, setResult] = useState<Reload>();
  const { isBusy, error, run } = useAct();
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['reload'] });
  return (
    <SettingsFrame title={sayRoom('configuration')}>
      <Stack className="narrow">
        <Text>{say('confHint')}</Text>
        <ProblemNote error={error} />
        <div role="status">
          {result !== undefined && (
            <section className="card" aria-labelledby="changes">
              <Title order={2} size="h3" id="changes" mb="xs">
                {say(result.dryRun ? 'would' : 'did')}
              </Title>
              <Changes changes={result.changes} />
            </section>
          )}
        </div>
        <Group>
          <Button
            loading={isBusy}
            onClick={() => void run(async () => setResult(await reloadConfiguration(true)))}
          >
            {say('dryRun')}
          </Button>
          <ActButton
            label={say('reload')}
            title={say('reloadTitle')}
            verb={say('reloadVerb')}
            variant="default"
            onAct={async () => setResult(await reloadConfiguration(false).finally(again))}
          >
            <Text>{say('reloadWhy')}</Text>
          </ActButton>
        </Group>
        <section className="card" aria-labelledby="last">
          <Title order={2} size="h3" id="last" mb="xs">
            {say('lastTitle')}
          </Title>
          <Loaded of={last}>{(known) => <Last known={known} />}</Loaded>
        </section>
        <section className="card" aria-labelledby="policies">
          <Title order={2} size="h3" id="policies" mb="xs">
            {say('policyTitle')}
          </Title>
          <Text mb="xs">{say('policyHint')}</Text>
          <pre className="command">{CHECK}</pre>
        </section>
      </Stack>
    </SettingsFrame>
  );
};

const Last = ({ known: { running, last } }: { readonly known: LastReload }): ReactNode => {
  const say = useWords(machineWords);
  const when = useWhen();
  if (running) return <Text>{say('running')}</Text>;
  if (last === null) return <Text c="dimmed">{say('lastNone')}</Text>;
  const values = { when: when(last.at), by: last.by };
  if (last.refused === null) {
    return (
      <Stack gap="xs">
        <Light tone="good">
          <Said>{say('lastDone', values)}</Said>
        </Light>
        {last.changes !== null && <Changes changes={last.changes} />}
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <Light tone="bad">
        <Said>{say('lastRefused', values)}</Said>
      </Light>
      <List>
        {last.refused.map(({ path, message }) => (
          <List.Item key={`${path} ${message}`}>
            <code>{path}</code> <Said>{message}</Said>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
};

const Changes = ({ changes }: { readonly changes: Reload['changes'] }): ReactNode => {
  const say = useWords(machineWords);
  const { routes, plan, tls, needsRestart } = changes;
  const lines = [
    routes.added.length > 0 && `${say('added')}\u00a0: ${routes.added.join(', ')}`,
    routes.removed.length > 0 && `${say('removed')}\u00a0: ${routes.removed.join(', ')}`,
    ...routes.changed.map(({ id, fields, how }) => say(how, { id, fields: fields.join(', ') })),
    plan && say('plan'),
    tls && say('tls'),
  ].filter((one) => one !== false);
  if (lines.length === 0 && needsRestart.length === 0) return <Text>{say('nothing')}</Text>;
  return (
    <Stack gap="xs">
      <List>
        {lines.map((line) => (
          <List.Item key={line}>
            <Said>{line}</Said>
          </List.Item>
        ))}
      </List>
      {needsRestart.length > 0 && (
        <Light tone="warn">
          <Said>{say('needsRestart', { list: needsRestart.join(', ') })}</Said>
        </Light>
      )}
    </Stack>
  );
};
