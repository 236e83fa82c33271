import { Group, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type IssuedCodes, issueCodes, launchPhonesQuery } from '../../../api/operation/triggers.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { OnceShown } from '../../../parts/acts/once-shown.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { useWhen } from '../../../words/when.ts';
import { triggersWords } from './words.ts';

const COUNT = 10;

/** The one-time codes of phones that may launch by SMS. */
export const LaunchCodes = (): ReactNode => {
  const say = useWords(triggersWords);
  const { phone: written, number } = useFormats();
  const when = useWhen();
  const queries = useQueryClient();
  const phones = useQuery(launchPhonesQuery());
  const [phone, setPhone] = useState('');
  const [issued, setIssued] = useState<IssuedCodes>();
  const bare = phone.replaceAll(/[\s.]/g, '');
  return (
    <section className="card" aria-labelledby="codes">
      <Title order={2} size="h3" id="codes">
        {say('codesTitle')}
      </Title>
      <Text c="dimmed" mb="sm">
        {say('codesHint')}
      </Text>
      {issued !== undefined && (
        <OnceShown
          title={say('codesShown', { phone: written(issued.phone) })}
          hint={say('codesShownHint')}
          secrets={issued.codes}
          canPrint
          done={say('codesDone')}
          onDone={() => setIssued(undefined)}
        />
      )}
      <Loaded of={phones}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{say('codesNone')}</Text>
          ) : (
            <ul className="setting-rows">
              {items.map((one) => (
                <li key={one.phone} className="setting-row">
                  <span className="figures">{written(one.phone)}</span>
                  <span>
                    {say('codesLeft', { unused: number(one.unused), used: number(one.used) })}
                    {one.lockedUntil !== null && (
                      <Light tone="bad">
                        {say('codesLocked', { when: when(one.lockedUntil), wrong: number(one.wrong) })}
                      </Light>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Group align="flex-end" mt="sm">
        <TextInput
          label={say('codesPhone')}
          description={say('codesPhoneHint')}
          inputMode="tel"
          autoComplete="off"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <ActButton
          label={say('codesIssue')}
          title={say('codesIssueTitle')}
          verb={say('codesIssueVerb', { phone: bare })}
          variant="default"
          disabled={bare === ''}
          onAct={async () => {
            setIssued(await issueCodes(bare, COUNT));
            await queries.invalidateQueries({ queryKey: ['triggers', 'codes'] });
          }}
        >
          <Text>{say('codesIssueWhy')}</Text>
        </ActButton>
      </Group>
    </section>
  );
};
