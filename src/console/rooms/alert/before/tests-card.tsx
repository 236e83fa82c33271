import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type AlertOverview, type AlertTest, testsQuery } from '../../../api/alerts/alerts.ts';
import { Light } from '../../../parts/light.tsx';
import { useFormats } from '../../../words/format.ts';
import { useGatewayText } from '../../../words/gateway-text.ts';
import { useWords } from '../../../words/i18n.ts';
import { testWords } from '../words/test-words.ts';

type Tested = AlertTest['messages'][number];

const Became = ({ state, seconds, reason }: Tested): ReactNode => {
  const say = useWords(testWords);
  const gatewaySays = useGatewayText();
  const { duration } = useFormats();
  if (seconds !== null)
    return <Light tone="good">{say('testArrived', { duration: duration(seconds) })}</Light>;
  // Never stored, with the reason; without one it is deleted for its age.
  if (state === null && reason === null) return <Light tone="warn">{say('testUnknown')}</Light>;
  if (state === 'queued' || state === 'sending' || state === 'sent')
    return <Light tone="waiting">{say('testWaiting')}</Light>;
  if (state === 'unconfirmed' || state === 'uncertain')
    return <Light tone="warn">{say('testUnknown')}</Light>;
  return (
    <Light tone="bad">
      {say('testFailed', { reason: reason === null ? (state ?? '') : gatewaySays(reason) })}
    </Light>
  );
};

/** What became of tests on phones of ours. */
export const TestsCard = ({ overview }: { readonly overview: AlertOverview }): ReactNode => {
  const say = useWords(testWords);
  const { moment, phone } = useFormats();
  const hasTests = overview.log.some(({ action }) => action === 'test');
  const tests = useQuery({ ...testsQuery(overview.id), enabled: hasTests });
  if (!hasTests || tests.data === undefined) return null;
  return (
    <section className="card" aria-labelledby="alert-tests">
      <h2 id="alert-tests">{say('tests')}</h2>
      <ul className="alert-lines">
        {tests.data.items.flatMap(({ id, at, messages }) =>
          messages.map((message) => (
            <li key={`${id} ${message.number} ${message.language} ${message.short} ${message.onlyRoute}`}>
              {moment(at)} · {phone(message.number)} · <Became {...message} />
            </li>
          )),
        )}
      </ul>
    </section>
  );
};
