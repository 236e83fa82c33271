import { List, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { auditPagesQuery } from '../../../api/operation/operation.ts';
import { Light } from '../../../parts/light.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { machineWords } from './words.ts';

const MAKE =
  'node src/main.ts backup --config tocsin.yaml --to /backup/tocsin-monday --passphrase-file /etc/tocsin/backup.passphrase';
const RESTORE =
  'node src/main.ts restore --from /backup/tocsin-monday --config tocsin.yaml --replace --passphrase-file /etc/tocsin/backup.passphrase';
const SHOWN = 5;

/** The last backups, as far as the audit log knows them, and the commands. */
export const Backups = (): ReactNode => {
  const say = useWords(machineWords);
  const may = useMay();
  return (
    <section className="card narrow" aria-labelledby="backups">
      <Stack gap="xs">
        <Title order={2} size="h3" id="backups">
          {say('backupTitle')}
        </Title>
        <Text>{say('backupHint')}</Text>
        <pre className="command">{MAKE}</pre>
        {may('readAudit') ? <Known /> : <Text>{say('backupNotKnown')}</Text>}
        <Text>{say('backupRestore')}</Text>
        <pre className="command">{RESTORE}</pre>
      </Stack>
    </section>
  );
};

const Known = (): ReactNode => {
  const say = useWords(machineWords);
  const when = useWhen();
  const backups = useInfiniteQuery(auditPagesQuery({ action: 'backup.create' }));
  const entries = backups.data?.pages[0]?.items.slice(0, SHOWN);
  if (entries === undefined) return null;
  if (entries.length === 0) return <Light tone="warn">{say('backupNone')}</Light>;
  return (
    <>
      <Text fw={600}>{say('backupKnown')}</Text>
      <List>
        {entries.map(({ id, at }) => (
          <List.Item key={id}>{say('backupSeen', { when: when(at) })}</List.Item>
        ))}
      </List>
    </>
  );
};
