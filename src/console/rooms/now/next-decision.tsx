import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Alert, AlertOverview } from '../../api/alerts/alerts.ts';
import { tryOnce } from '../../api/try-once.ts';
import { ActButton } from '../../parts/acts/act-button.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { Said } from '../../parts/said.tsx';
import { useMay, useSession } from '../../session/session-context.tsx';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { decisionOf } from './order.ts';
import { type EndPreview, previewEnd, shorten, tellEnd } from './queries.ts';
import { nowWords } from './words.ts';

interface Props {
  readonly alert: AlertOverview;
  readonly readAt: number;
}

const useReread = (): (() => Promise<void>) => {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['alerts'] });
};

const Shorten = ({ alert, readAt }: Props): ReactNode => {
  const say = useWords(nowWords);
  const { number, minuteOn } = useFormats();
  const reread = useReread();
  const { messages = 0, eta = null, shortEta = null } = alert.shortOffer ?? {};
  const at = (seconds: number | null): string =>
    seconds === null ? say('notAtAll') : minuteOn(readAt + seconds * 1000);
  return (
    <ActButton
      label={say('shorten')}
      title={say('shortenTitle')}
      verb={say('shortenVerb', { count: messages, n: number(messages) })}
      onAct={async () => {
        await shorten(alert);
        await reread();
      }}
    >
      <p>{say('shortenSaid', { short: at(shortEta), long: at(eta) })}</p>
    </ActButton>
  );
};

/** Tells those who have an alert that it is over, with the text that they would get. */
export const EndButton = ({ alert }: { readonly alert: Alert }): ReactNode => {
  const say = useWords(nowWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const reread = useReread();
  const [preview, setPreview] = useState<EndPreview>();
  const [error, setError] = useState<unknown>();
  const people = preview?.people ?? alert.endOffer?.people ?? 0;
  const look = (): void => {
    setPreview(undefined);
    setError(undefined);
    previewEnd(alert).then(setPreview, setError);
  };
  return (
    <ActButton
      label={say('end')}
      title={say('endTitle')}
      verb={say('endVerb', { count: people, n: number(people) })}
      isIncomplete={preview === undefined}
      onOpen={look}
      onAct={async () => {
        await tryOnce(['end', alert.id], (key) => tellEnd(alert, key));
        await reread();
      }}
    >
      <ProblemNote error={error} />
      {preview === undefined && error === undefined && <p aria-busy>{sayCommon('loading')}</p>}
      {preview?.variants.map(({ language, text }) => (
        <p key={language} className="phone-text" lang={language}>
          <Said>{text.text}</Said>
        </p>
      ))}
    </ActButton>
  );
};

/** The button for what is to be decided next; the alert's page has all the others. */
export const NextDecision = ({ alert, readAt }: Props): ReactNode => {
  const say = useWords(nowWords);
  const may = useMay();
  const { session } = useSession();
  const decision = decisionOf(alert, { approve: may('approve'), launch: may('launch') }, session.user.id);
  const path = `/alerts/${alert.id}`;
  return (
    <Group gap="xs" className="decision">
      {decision === 'shorten' && <Shorten alert={alert} readAt={readAt} />}
      {decision === 'end' && <EndButton alert={alert} />}
      {decision === 'approve' && (
        <Button component={Link} href={path}>
          {say('approveUpdate')}
        </Button>
      )}
      {decision !== 'approve' && (
        <Button component={Link} href={path} variant="default">
          {say('look')}
        </Button>
      )}
    </Group>
  );
};
