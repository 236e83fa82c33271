import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { deadQuery } from '../../../api/people/contacts.ts';
import { contactOfNumber, type OptOut, optOutsOfNumber } from '../../../api/people/one-number.ts';
import { heldOptOutsQuery } from '../../../api/people/opt-outs.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { reasonIn } from '../reasons.ts';
import { numberWords } from './number-words.ts';
import { whatWasSaid } from './what-was-said.ts';

/** What the gateway knows of a number that may explain why an alert did not reach it. */
export const WhyOfNumber = ({ number }: { readonly number: string }): ReactNode => {
  const say = useWords(numberWords);
  const when = useWhen();
  const contact = useQuery(contactOfNumber(number));
  const optOuts = useQuery(optOutsOfNumber(number));
  const waiting = useQuery(heldOptOutsQuery());
  const sayOptOut = ({ list, evidence, at }: OptOut): string =>
    list === null
      ? say('optedOutAll', { when: when(at), evidence })
      : say('optedOutList', { list, when: when(at), evidence });
  return (
    <section className="card" aria-labelledby="why-of">
      <Title order={2} size="h3" id="why-of" mb="xs">
        {say('whyTitle')}
      </Title>
      <ul className="why">
        <Loaded of={optOuts}>
          {({ items }) => (
            <Loaded of={waiting}>
              {(held) => (
                <>
                  {whatWasSaid(number, items, held).map((one) => (
                    <li key={one.kind === 'optedOut' ? `list ${one.optOut.list}` : one.kind}>
                      {one.kind === 'optedOut' && (
                        <Light tone="bad">
                          <Said>{sayOptOut(one.optOut)}</Said>
                        </Light>
                      )}
                      {one.kind === 'held' && (
                        <Light tone="warn">{say('heldOptOut', { when: when(one.held.at) })}</Light>
                      )}
                      {one.kind === 'notKnown' && <Light tone="off">{say('heldNotKnown')}</Light>}
                      {one.kind === 'nothing' && <Light tone="good">{say('notOptedOut')}</Light>}
                    </li>
                  ))}
                </>
              )}
            </Loaded>
          )}
        </Loaded>
        <Dead number={number} />
        <Loaded of={contact}>
          {(found) =>
            found === null ? (
              <li>
                <Light tone="warn">{say('noContact')}</Light>
              </li>
            ) : (
              <>
                <li>
                  <Light tone="good">
                    <Said>
                      {found.name === null ? say('contactNoName') : say('contact', { name: found.name })}
                    </Said>
                  </Light>
                </li>
                {found.memberships
                  .filter(({ consent }) => consent === 'refused')
                  .map(({ list, consentSource }) => (
                    <li key={list}>
                      <Light tone="bad">
                        <Said>{say('refusedList', { list, source: consentSource })}</Said>
                      </Light>
                    </li>
                  ))}
              </>
            )
          }
        </Loaded>
      </ul>
    </section>
  );
};

/** Whether nothing gets through to the number any more; nothing where something does. */
const Dead = ({ number }: { readonly number: string }): ReactNode => {
  const say = useWords(numberWords);
  const language = useLanguage();
  const { number: figure } = useFormats();
  const { data: dead } = useQuery(deadQuery(number));
  if (!dead) return null;
  const reason = dead.last.at(-1)?.reason;
  return (
    <li>
      <Light tone="warn">
        <Said>
          {say('dead', {
            count: dead.times,
            n: figure(dead.times),
            reason: reason === undefined ? '–' : reasonIn(language, reason),
          })}
        </Said>
      </Light>
    </li>
  );
};
