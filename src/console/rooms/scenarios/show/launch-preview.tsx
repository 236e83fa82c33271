import { List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Scenario, type ScenarioPreview, scenarioPreviewQuery } from '../../../api/alerts/scenarios.ts';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { PhonePreview } from '../../../parts/phone-preview.tsx';
import { Said } from '../../../parts/said.tsx';
import { usePaused } from '../../../parts/use-paused.ts';
import { useSender } from '../../../parts/use-sender.ts';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { sayReason } from '../text/bound-faults.ts';
import { operatorsIn } from '../text/example-text.ts';
import { languageName } from '../text/language-name.ts';
import { showWords } from './words.ts';

const TYPING_MS = 350;

type ShownBound = ScenarioPreview['bounds'][string];

/** What a launch would send now, to how many, with values that can be tried; nothing is made by looking. */
export const LaunchPreview = ({ scenario }: { readonly scenario: Scenario }): ReactNode => {
  const say = useWords(showWords);
  const open = operatorsIn(scenario.content).filter((name) => !Object.hasOwn(scenario.values, name));
  const first = Object.fromEntries(
    open.map((name) => {
      const bound = scenario.bounds[name];
      return [name, bound !== undefined && 'oneOf' in bound ? (bound.oneOf[0] ?? '') : ''];
    }),
  );
  const [values, setValues] = useState<Readonly<Record<string, string>>>(first);
  const settled = usePaused(values, TYPING_MS);
  const given = Object.fromEntries(Object.entries(settled).filter(([, value]) => value !== ''));
  const usual = useSender() ?? say('asConfigured');
  const preview = useQuery(scenarioPreviewQuery(scenario.id, scenario.version, given));
  return (
    <section className="card" aria-labelledby="launch-preview">
      <Stack>
        <Title order={2} size="h3" id="launch-preview">
          {say('preview')}
        </Title>
        {open.length > 0 && (
          <fieldset className="plain-set">
            <legend>{say('valuesFor')}</legend>
            <div className="form-grid">
              {open.map((name) => (
                <ValueField
                  key={name}
                  name={name}
                  value={values[name] ?? ''}
                  preview={preview.data}
                  onChange={(value) => setValues({ ...values, [name]: value })}
                />
              ))}
            </div>
          </fieldset>
        )}
        <Loaded of={preview}>{(one) => <Outcome preview={one} from={scenario.from ?? usual} />}</Loaded>
      </Stack>
    </section>
  );
};

interface ValueProps {
  readonly name: string;
  readonly value: string;
  readonly preview: ScenarioPreview | undefined;
  readonly onChange: (value: string) => void;
}

const ValueField = ({ name, value, preview, onChange }: ValueProps): ReactNode => {
  const say = useWords(showWords);
  const language = useLanguage();
  const bound: ShownBound | undefined = preview?.bounds[name];
  const hint = (): string | undefined => {
    if (bound === undefined) return undefined;
    if ('oneOf' in bound) return say('allowed', { choices: bound.oneOf.join(' · ') });
    if ('plain' in bound) return say('allowedPlain', { n: bound.maxLength });
    return say('allowedPattern', { pattern: bound.pattern, n: bound.maxLength });
  };
  const outside = preview?.outside.find((one) => one.name === name);
  return (
    <TextInput
      label={`{${name}}`}
      description={hint()}
      value={value}
      error={
        value !== '' && outside !== undefined && say('outside', { why: sayReason(outside.why, language) })
      }
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
};

const Outcome = ({
  preview,
  from,
}: {
  readonly preview: ScenarioPreview;
  readonly from: string;
}): ReactNode => {
  const say = useWords(showWords);
  const { number, duration } = useFormats();
  const language = useLanguage();
  const { people, parts, cost, eta, variants, blockers } = preview;
  const amount =
    cost &&
    new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      style: 'currency',
      currency: cost.currency,
    }).format(cost.amount);
  return (
    <>
      <div className="preview-figures" role="status">
        <span className="big-figure">
          {people === 0 ? say('nobody') : say('people', { count: people, n: number(people) })}
        </span>
        <span>{say('sms', { count: parts, n: number(parts) })}</span>
        {amount !== null && <span>{say('cost', { amount })}</span>}
        {people > 0 && <span>{eta === null ? say('never') : say('eta', { duration: duration(eta) })}</span>}
      </div>
      {blockers.length > 0 && (
        <div>
          <Light tone="bad">{say('blocked')}</Light>
          <List>
            {blockers.map(({ code, path, message }) => (
              <List.Item key={`${code} ${path} ${message}`}>
                <Said>{`${path}: ${message}`}</Said>
              </List.Item>
            ))}
          </List>
        </div>
      )}
      <div className="variants">
        {variants.map((one) => (
          <Stack key={one.language} gap="xs">
            <Text fw={650}>
              {say('inLanguage', {
                language: languageName(one.language, language),
                count: one.people,
                n: number(one.people),
              })}
            </Text>
            <PhonePreview from={from} text={one.typical.text} />
            {one.worst.text !== one.typical.text && (
              <>
                <Text c="var(--quiet)">{say('worst')}</Text>
                <PhonePreview from={from} text={one.worst.text} />
              </>
            )}
          </Stack>
        ))}
      </div>
    </>
  );
};
