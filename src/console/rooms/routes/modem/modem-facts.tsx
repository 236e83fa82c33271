import type { ReactNode } from 'react';
import type { Route } from '../../../api/routes.ts';
import { Light } from '../../../parts/light.tsx';
import { Reason } from '../../../parts/reason.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { Facts } from '../facts.tsx';
import { modemWords } from './words.ts';

type Modem = NonNullable<Route['modem']>;

const DOMAINS = { cs: '2G/3G (CS)', ps: '2G/3G (PS)', eps: 'LTE', fiveG: '5G' } as const;
const LIMITS = ['perMinute', 'perHour', 'perDay', 'perMonth', 'recipientsPerMonth'] as const;

/** What the modem and its SIM tell of themselves; the gateway masks what the person may not see. */
export const ModemFacts = ({ modem }: { readonly modem: Modem }): ReactNode => {
  const say = useWords(modemWords);
  const { number, phone, moment } = useFormats();
  const said = (text: string | null): ReactNode => (text === null ? null : <Said>{text}</Said>);
  const { registration, sim } = modem;
  const known = Object.entries(DOMAINS).flatMap(([domain, name]) => {
    const told = registration[domain as keyof typeof DOMAINS];
    return told === null ? [] : [`${name}: ${told}`];
  });
  const balance = sim.balance;
  return (
    <>
      <section className="card">
        <h2>{say('modem')}</h2>
        <Facts
          facts={[
            { name: say('manufacturer'), value: said(modem.manufacturer) },
            { name: say('model'), value: said(modem.model) },
            { name: say('firmware'), value: said(modem.firmware) },
            { name: say('profile'), value: said(modem.profile) },
            { name: 'IMEI', value: said(modem.imei) },
            {
              name: say('temperature'),
              value: modem.temperature === null ? null : `${number(modem.temperature)}\u202f°C`,
            },
            { name: say('operator'), value: said(modem.operator) },
            { name: say('technology'), value: said(modem.technology) },
            { name: say('registration'), value: known.length === 0 ? null : said(known.join(' · ')) },
          ]}
        />
      </section>
      <section className="card">
        <h2>{say('sim')}</h2>
        <Facts
          facts={[
            { name: 'ICCID', value: said(modem.iccid) },
            { name: 'IMSI', value: said(modem.imsi) },
            { name: say('ownNumber'), value: modem.ownNumber === null ? null : said(phone(modem.ownNumber)) },
            { name: say('serviceCentre'), value: said(modem.serviceCentre) },
            ...(sim.slot === null ? [] : [{ name: say('slot'), value: number(sim.slot) }]),
            ...(balance === null
              ? []
              : [
                  {
                    name: say('balance'),
                    value: (
                      <>
                        {balance.amount !== null && number(balance.amount)}{' '}
                        {balance.readAt !== null && <span className="quiet">{moment(balance.readAt)}</span>}
                        {balance.problem !== null && (
                          <Light tone="warn">
                            <Reason>{balance.problem}</Reason>
                          </Light>
                        )}
                      </>
                    ),
                  },
                ]),
          ]}
        />
        <h3>{say('left')}</h3>
        <Facts
          facts={LIMITS.map((limit) => {
            const left = sim.left[limit];
            return {
              name: say(`left_${limit}`),
              value:
                left === null ? (
                  say('noLimitSet')
                ) : left === 0 ? (
                  <Light tone="bad">{say('noneLeft')}</Light>
                ) : (
                  number(left)
                ),
            };
          })}
        />
      </section>
    </>
  );
};
