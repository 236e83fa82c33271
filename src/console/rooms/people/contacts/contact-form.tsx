import { ActionIcon, Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Problem } from '../../../api/problem.ts';
import { DESCRIBED_BELOW } from '../../../parts/problems/field-order.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useWords } from '../../../words/i18n.ts';
import { type ContactDraft, faultsOf } from './contact-draft.ts';
import { contactWords } from './words.ts';

interface Props {
  /** A contact that is new has no lists yet that its number could take along. */
  readonly isNew?: boolean;
  readonly draft: ContactDraft;
  readonly onChange: (draft: ContactDraft) => void;
  /** On the button that saves. */
  readonly verb: string;
  readonly error: unknown;
  readonly isSaving: boolean;
  readonly onSave: () => void;
  readonly onLeave: () => void;
}

/** The fields of a contact; what is wrong stands beside its field. */
export const ContactForm = ({
  isNew = false,
  draft,
  onChange,
  verb,
  error,
  isSaving,
  onSave,
  onLeave,
}: Props): ReactNode => {
  const say = useWords(contactWords);
  const common = useWords(commonWords);
  const [hasTried, setTried] = useState(false);
  const faults = faultsOf(draft);
  const refused = error instanceof Problem ? error.errors : [];
  const faultAt = (key: string, path = key): string | undefined => {
    const fault = faults[key];
    const isTold = hasTried || fault === 'attribute' || fault === 'twice' || fault === 'language';
    return fault !== undefined && isTold
      ? say(`fault_${fault}`)
      : refused.find((one) => one.path === path)?.message;
  };
  const field = (key: 'number' | 'name' | 'language' | 'postalCode' | 'lat' | 'lon') => ({
    label: say(key),
    inputWrapperOrder: DESCRIBED_BELOW,
    value: draft[key],
    error: faultAt(key, key === 'lat' || key === 'lon' ? `position.${key}` : key),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...draft, [key]: currentTarget.value }),
  });
  const setAttribute = (index: number, change: { name?: string; value?: string }): void =>
    onChange({
      ...draft,
      attributes: draft.attributes.map((one, at) => (at === index ? { ...one, ...change } : one)),
    });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length === 0) onSave();
  };
  const isAtField =
    refused.length > 0 && refused.every(({ path }) => path in draft || path.startsWith('position'));
  return (
    <form onSubmit={save} noValidate>
      <Stack className="card">
        <div className="form-grid">
          <TextInput
            {...field('number')}
            description={isNew ? undefined : say('numberHint')}
            type="tel"
            required
            withAsterisk={false}
          />
          <TextInput {...field('name')} />
          <TextInput {...field('language')} description={say('languageHint')} />
          <TextInput {...field('postalCode')} />
          <TextInput {...field('lat')} inputMode="decimal" />
          <TextInput {...field('lon')} inputMode="decimal" />
        </div>
        <Title order={2} size="h3">
          {say('attributes')}
        </Title>
        {draft.attributes.map(({ name, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while its name is typed
          <div className="attribute-row" key={index}>
            <TextInput
              aria-label={say('attributeName', { n: index + 1 })}
              value={name}
              error={faultAt(`attribute ${index}`)}
              onChange={({ currentTarget }) => setAttribute(index, { name: currentTarget.value })}
            />
            <TextInput
              aria-label={say('attributeValue', { n: index + 1 })}
              value={value}
              onChange={({ currentTarget }) => setAttribute(index, { value: currentTarget.value })}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={say('dropAttribute', { n: index + 1 })}
              onClick={() =>
                onChange({ ...draft, attributes: draft.attributes.filter((_, at) => at !== index) })
              }
            >
              <IconX aria-hidden size={18} />
            </ActionIcon>
          </div>
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus aria-hidden size={18} />}
            onClick={() => onChange({ ...draft, attributes: [...draft.attributes, { name: '', value: '' }] })}
          >
            {say('addAttribute')}
          </Button>
        </Group>
        {!isAtField && <ProblemNote error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onLeave}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={isSaving}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
