import { Radio, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Follow, follow } from '../../../api/alerts/alert-acts.ts';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { actWords } from '../words/act-words.ts';
import { FollowPreview } from './follow-preview.tsx';
import { GlassFields, reasonIn, UNBROKEN } from './glass-fields.tsx';
import { saidOf, TextFields, type Texts } from './text-fields.tsx';
import { useActing } from './use-acting.ts';
import { useFollow } from './use-follow.ts';

interface Props {
  readonly overview: AlertOverview;
  readonly what: 'update' | 'cancel' | 'end';
  /** Another word for the button, where what it does was said before it. */
  readonly label?: string;
  readonly variant?: string;
}

const SENT = { update: 'updated', cancel: 'cancelled', end: 'ended' } as const;
const NOBODY_YET = { update: 'updateNone', cancel: 'cancelNone', end: 'endNone' } as const;

/** A further wave to exactly those who have the alert: a correction, a taking back, or its end. */
export const FollowAct = ({ overview, what, label, variant = 'default' }: Props): ReactNode => {
  const say = useWords(actWords);
  const { number } = useFormats();
  const act = useActing(overview.id);
  const [isOpen, setOpen] = useState(false);
  const kept = `alert-${what}-${overview.id}`;
  const [texts, setTexts] = useKept<Texts>(kept, {});
  const [isOwn, setOwn] = useState(false);
  const [glass, setGlass] = useState(UNBROKEN);
  const hasText = what === 'update' || (what === 'cancel' && isOwn);
  const said = hasText ? saidOf(overview, texts) : undefined;
  const asked: Follow | undefined =
    hasText && said === undefined ? undefined : { what, ...(said && { said }) };
  const { preview, isReady } = useFollow(overview, asked, isOpen);
  const { people = 0, needsSecondPerson = false } = preview.data ?? {};
  const counted = { count: people, n: number(people) };
  const reason = reasonIn(glass);
  const verb = (): string => {
    if (!isReady) return say(NOBODY_YET[what]);
    if (!needsSecondPerson || what === 'end') return say(`${what}Verb`, counted);
    return glass.isBroken ? say('glassVerb', counted) : say(`${what}Ask`, counted);
  };
  const go = () =>
    act(
      async () => {
        if (asked === undefined) throw new Error('no text');
        const order = { ...asked, breakGlass: reason };
        const sent = await tryOnce([overview.id, order], (key) => follow(overview, order, key));
        forgetKept(kept);
        setTexts({});
        setGlass(UNBROKEN);
        return sent;
      },
      ({ proposedUpdate }) => (proposedUpdate === null ? say(SENT[what], counted) : say('proposed')),
    );
  return (
    <ActButton
      label={label ?? say(what)}
      title={say(`${what}Title`)}
      verb={verb()}
      variant={variant}
      color={overview.kind === 'exercise' ? 'exercise' : what === 'cancel' ? 'danger' : 'accent'}
      fullWidth={label === undefined}
      isIncomplete={!isReady || (glass.isBroken && reason === undefined)}
      onOpen={() => setOpen(true)}
      onAct={go}
    >
      <Stack gap="sm">
        <Text>{say(`${what}Hint`)}</Text>
        {overview.proposedUpdate !== null && <Text fw={600}>{say('dropsWaiting')}</Text>}
        {what === 'cancel' && (
          <Radio.Group
            label={say('cancelWhich')}
            value={isOwn ? 'own' : 'approved'}
            onChange={(chosen) => setOwn(chosen === 'own')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="approved" label={say('cancelApproved')} />
              <Radio value="own" label={say('cancelOwn')} />
            </Stack>
          </Radio.Group>
        )}
        {hasText && <TextFields alert={overview} texts={texts} onChange={setTexts} />}
        {asked === undefined ? (
          <Text c="var(--quiet)">{say('writeText')}</Text>
        ) : (
          <FollowPreview what={what} from={overview.from} preview={preview} />
        )}
        {asked !== undefined && needsSecondPerson && <GlassFields glass={glass} onChange={setGlass} />}
      </Stack>
    </ActButton>
  );
};
