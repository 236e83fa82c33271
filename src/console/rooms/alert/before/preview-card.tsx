import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AlertOverview, AlertPreview } from '../../../api/alerts/alerts.ts';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { secondsOf } from '../duration.ts';
import { useClock } from '../live/use-clock.ts';
import { approveWords } from '../words/approve-words.ts';
import { beforeWords } from '../words/before-words.ts';
import { laterThan } from './approval-word.ts';
import { AudienceSaid } from './audience-said.tsx';

interface Props {
  readonly overview: AlertOverview;
  readonly preview: AlertPreview;
  /** When it was seen, ms since the epoch. */
  readonly readAt: number;
}

const KNOWN = ['optedOut', 'noConsent'] as const;

/** What would go out, to how many, by what, by when: all that an approval signs. */
export const PreviewCard = ({ overview, preview, readAt }: Props): ReactNode => {
  const say = useWords(beforeWords);
  const sayApprove = useWords(approveWords);
  const sayCommon = useWords(commonWords);
  const later = laterThan(overview, readAt);
  const gatewaySays = useGatewayText();
  const language = useLanguage();
  const clockAt = useClock();
  const { number, clockOn, minuteOn, duration } = useFormats();
  const counted = (count: number) => ({ count, n: number(count) });
  const { people, parts, cost, eta, routes, suppressed, blockers } = preview;
  const usable = routes.filter((route) => route.usable).map(({ route }) => route);
  const sms = sayCommon('parts', counted(parts));
  const amount =
    cost === null
      ? undefined
      : new Intl.NumberFormat(language, { style: 'currency', currency: cost.currency }).format(cost.amount);
  const validS = secondsOf(overview.validFor);
  return (
    <section className="card" aria-labelledby="alert-asked">
      <h2 id="alert-asked">{say('asked')}</h2>
      <p className="big-figure alert-to">{say('to', counted(people))}</p>
      <AudienceSaid audience={overview.audience} />
      <ul className="alert-lines">
        {Object.entries(suppressed)
          .filter(([, count]) => count > 0)
          .map(([reason, count]) => {
            const known = KNOWN.find((one) => one === reason);
            return (
              <li key={reason}>
                {known === undefined
                  ? say('suppressed_more', { ...counted(count), reason })
                  : say(`suppressed_${known}`, counted(count))}
              </li>
            );
          })}
        {overview.overrideOptOut && <li className="alert-warn">{say('override')}</li>}
        <li>{amount === undefined ? sms : say('parts', { parts: sms, cost: amount })}</li>
        <li>{usable.length === 0 ? say('noRoute') : say('by', { routes: usable.join(', ') })}</li>
        <li className={eta === null || preview.etaReason !== null ? 'alert-warn' : undefined}>
          {eta === null ? say('etaNever') : say('etaBy', { at: clockAt(readAt + eta * 1000, eta) })}
          {preview.etaReason !== null && ` (${gatewaySays(preview.etaReason)})`}
        </li>
        {validS !== undefined && <li>{say('validFor', { duration: duration(validS) })}</li>}
        {overview.scheduledAt !== null && (
          <li>
            <b>{say('scheduled', { at: minuteOn(overview.scheduledAt) })}</b>
          </li>
        )}
        {preview.escalation?.steps.map((step) => (
          <li key={JSON.stringify(step)}>
            {say('step', { ...counted(step.people), after: duration(secondsOf(step.after) ?? 0) })}
          </li>
        ))}
        {preview.estimated && <li>{say('estimated')}</li>}
      </ul>
      {blockers.length > 0 && (
        <>
          <Text fw={600} className="alert-warn">
            {say('blockers')}
          </Text>
          <ul className="alert-lines">
            {blockers.map(({ code, path, message }) => (
              <li key={`${code} ${path}`}>
                {path} {gatewaySays(message)}
              </li>
            ))}
          </ul>
        </>
      )}
      {overview.state === 'pendingApproval' && (
        <>
          <Text fw={600}>
            {later !== undefined && overview.launchOnApproval
              ? sayApprove('launchesAt', { at: minuteOn(later) })
              : say(overview.launchOnApproval ? 'launchesItself' : 'launchesNot')}
          </Text>
          <Text c="var(--quiet)">{say('askedHint', { at: clockOn(readAt) })}</Text>
        </>
      )}
    </section>
  );
};
