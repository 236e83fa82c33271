import { Button, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { WebhookBody } from '../../../api/operation/webhooks.ts';
import { useAct } from '../../../parts/acts/use-act.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useWords } from '../../../words/i18n.ts';
import { faultAt } from '../users/user-fields.tsx';
import { hostOf } from './host-of.ts';
import { webhooksWords } from './words.ts';

interface Props {
  readonly title: string;
  readonly before?: WebhookBody;
  /** The words of the button, with the host that it will send to. */
  readonly verb: (host: string) => string;
  readonly onSave: (body: WebhookBody) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Name, address and events of a webhook. */
export const WebhookForm = ({ title, before, verb, onSave, onClose }: Props): ReactNode => {
  const say = useWords(webhooksWords);
  const sayCommon = useWords(commonWords);
  const { isBusy, error, run } = useAct();
  const [name, setName] = useState(before?.name ?? '');
  const [url, setUrl] = useState(before?.url ?? '');
  const [events, setEvents] = useState(before?.events.join(' ') ?? 'alert alarm answer.help case');
  const list = events.split(/[\s,;]+/).filter((one) => one !== '');
  const isReady = name.trim() !== '' && url.trim() !== '' && list.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(() =>
      onSave({ name: name.trim(), url: url.trim(), events: list, enabled: before?.enabled ?? true }),
    );
  };
  return (
    <form onSubmit={submit} className="card narrow" aria-labelledby="webhook-form">
      <Stack>
        <Title order={2} size="h3" id="webhook-form">
          {title}
        </Title>
        <TextInput
          label={say('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faultAt(error, 'name')}
          autoFocus
          required
        />
        <TextInput
          label={say('url')}
          description={say('urlHint')}
          inputMode="url"
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={faultAt(error, 'url')}
          required
        />
        <Textarea
          label={say('events')}
          description={say('eventsHint')}
          autosize
          minRows={2}
          value={events}
          onChange={(event) => setEvents(event.currentTarget.value)}
          error={faultAt(error, 'events')}
          required
        />
        <ProblemNote error={error} />
        <Group>
          <Button type="submit" loading={isBusy} disabled={!isReady}>
            {isReady ? verb(hostOf(url)) : say('makeIncomplete')}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {sayCommon('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
