import { Group, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { step } from '../../../api/alerts/alert-acts.ts';
import type { AlertOverview } from '../../../api/alerts/alerts.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useActing } from '../acts/use-acting.ts';
import { useLanguageName } from '../language-name.ts';
import { figuresOf, havingIt } from '../live/figures.ts';
import { alertWords } from '../words/alert-words.ts';
import { beforeWords } from '../words/before-words.ts';
import { ClockCard } from './clock-card.tsx';
import { useOwnId } from './own.ts';

/** A correction or a taking back that goes out once a second person has approved exactly this text. */
export const ProposedCard = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(beforeWords);
  const sayAlert = useWords(alertWords);
  const languageName = useLanguageName();
  const may = useMay();
  const own = useOwnId();
  const { number, moment } = useFormats();
  const act = useActing(overview.id);
  const [reason, setReason] = useState('');
  const { proposedUpdate: proposed } = overview;
  if (proposed === null) return null;
  const people = havingIt(figuresOf(overview));
  const { hash } = proposed;
  const isOwn = proposed.by.id === own;
  // An update of a paused alert would not be paused: the gateway refuses it.
  const isHeld = overview.state === 'paused' && proposed.what === 'update';
  return (
    <section className="card alert-next" aria-labelledby="alert-proposed">
      <h2 id="alert-proposed">{say(proposed.what === 'cancel' ? 'proposedCancel' : 'proposedUpdate')}</h2>
      <Text>
        <Said>{say('proposedBy', { who: proposed.by.name, when: moment(proposed.at) })}</Said>
      </Text>
      <div className="alert-phones">
        {proposed.texts.map(({ language, text }) => (
          <div key={language}>
            <Text fw={600}>{languageName(language)}</Text>
            <PhonePreview from={overview.from ?? sayAlert('sender')} text={text} />
          </div>
        ))}
      </div>
      <ClockCard overview={overview} isPlain />
      {isHeld && <Text fw={600}>{say('proposedPaused')}</Text>}
      {may('approve') && isOwn && <Text fw={600}>{say('proposedOwn')}</Text>}
      {may('approve') && !isOwn && (
        <Group mt="sm">
          <ActButton
            label={say('proposedApprove')}
            disabled={isHeld}
            title={say('approveTitle')}
            verb={say('proposedVerb', { count: people, n: number(people) })}
            onAct={() =>
              act(
                () => step(overview, 'approve', { hash }),
                () => say('proposedSent'),
              )
            }
          >
            {proposed.texts.map(({ language, text }) => (
              <PhonePreview key={language} from={overview.from ?? sayAlert('sender')} text={text} />
            ))}
          </ActButton>
          <ActButton
            label={say('proposedReject')}
            title={say('proposedRejectTitle')}
            verb={say('proposedRejectVerb')}
            variant="default"
            isIncomplete={reason.trim() === ''}
            onOpen={() => setReason('')}
            onAct={() =>
              act(
                () => step(overview, 'reject', { reason: reason.trim(), hash }),
                () => say('rejected'),
              )
            }
          >
            <Textarea
              label={say('reason')}
              required
              autosize
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </ActButton>
        </Group>
      )}
    </section>
  );
};
