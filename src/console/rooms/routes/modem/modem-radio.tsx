import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  askUssd,
  checkRadio,
  clearPin,
  type RadioCheck,
  radioCheckQuery,
  restoreSim,
} from '../../../api/routes.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { Light } from '../../../parts/light.tsx';
import { Reason } from '../../../parts/reason.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { modemWords } from './words.ts';

const TONES = {
  works: 'good',
  accepted: 'good',
  refused: 'bad',
  noNetwork: 'warn',
  notOffered: 'off',
} as const;

const Checked = ({ check }: { readonly check: RadioCheck }): ReactNode => {
  const say = useWords(modemWords);
  const { moment, number } = useFormats();
  return (
    <>
      <p role="status">
        <Light tone={check.state === 'running' ? 'waiting' : check.state === 'failed' ? 'bad' : 'good'}>
          {say(`check_${check.state}`)}
          {check.reason !== null && (
            <>
              : <Reason>{check.reason}</Reason>
            </>
          )}
        </Light>{' '}
        <span className="quiet">{moment(check.endedAt ?? check.startedAt)}</span>
      </p>
      <DataTable
        label={say('check')}
        columns={[
          { key: 'technology', title: say('technology'), cell: ({ technology }) => technology ?? '–' },
          {
            key: 'result',
            title: say('result'),
            cell: ({ result, reason }) => (
              <Light tone={TONES[result]}>
                {say(`radio_${result}`)} {reason !== null && <Reason>{reason}</Reason>}
              </Light>
            ),
          },
          {
            key: 'took',
            title: say('took'),
            isFigure: true,
            cell: ({ tookMs }) => (tookMs === null ? '–' : `${number(tookMs)}\u202fms`),
          },
        ]}
        rows={check.technologies}
        rowKey={({ technology }) => technology ?? ''}
      />
      {check.warnings.map((warning) => (
        <p key={warning}>
          <Light tone="warn">
            <Reason>{warning}</Reason>
          </Light>
        </p>
      ))}
    </>
  );
};

interface Props {
  readonly id: string;
  readonly ownNumber: string | null;
}

/** What one can do with a modem and its SIM, each with what it does before it does it. */
export const ModemRadio = ({ id, ownNumber }: Props): ReactNode => {
  const say = useWords(modemWords);
  const may = useMay();
  const queries = useQueryClient();
  const [to, setTo] = useState('');
  const [code, setCode] = useState('');
  const [answer, setAnswer] = useState<string>();
  const check = useQuery(radioCheckQuery(id));
  const reread = (): Promise<void> => queries.invalidateQueries({ queryKey: ['routes'] });
  return (
    <section className="card">
      <h2>{say('modemActs')}</h2>
      <div className="acts">
        <ActButton
          label={say('check')}
          title={say('checkTitle')}
          verb={say('checkVerb')}
          variant="default"
          isIncomplete={ownNumber === null && to.trim() === ''}
          onAct={async () => {
            await checkRadio(id, to.trim());
            await reread();
          }}
        >
          <p>{say('checkSaid')}</p>
          <TextInput
            label={say('checkTo')}
            description={ownNumber === null ? undefined : say('checkOwn')}
            type="tel"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </ActButton>
        <ActButton
          label={say('ussd')}
          title={say('ussdTitle')}
          verb={say('ussdVerb', { code: code.trim() })}
          variant="default"
          isIncomplete={code.trim() === ''}
          onAct={async () => {
            setAnswer(undefined);
            setAnswer((await askUssd(id, code.trim())).text);
          }}
        >
          <p>{say('ussdSaid')}</p>
          <TextInput
            label={say('ussdCode')}
            placeholder="*123#"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        </ActButton>
        <ActButton
          label={say('restore')}
          title={say('restoreTitle')}
          verb={say('restoreVerb')}
          variant="default"
          onAct={async () => {
            await restoreSim(id);
            await reread();
          }}
        >
          <p>{say('restoreSaid')}</p>
        </ActButton>
        {may('clearPins') && (
          <ActButton
            label={say('pin')}
            title={say('pinTitle')}
            verb={say('pinVerb')}
            variant="default"
            onAct={async () => {
              await clearPin(id);
              await reread();
            }}
          >
            <p>{say('pinSaid')}</p>
          </ActButton>
        )}
      </div>
      {answer !== undefined && (
        <p role="status">
          {say('ussdAnswer')} <Said>{answer}</Said>
        </p>
      )}
      {check.data != null && <Checked check={check.data} />}
    </section>
  );
};
