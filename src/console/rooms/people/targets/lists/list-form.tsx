import { Checkbox, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PeopleList } from '../../../../api/people/targets.ts';
import { useWords } from '../../../../words/i18n.ts';
import { FormActions } from '../form-actions.tsx';
import { useTargetForm } from '../use-target-form.ts';
import { targetWords } from '../words.ts';
import { listWords } from './words.ts';

interface Draft {
  readonly name: string;
  readonly kind: PeopleList['kind'];
  readonly isJoined: boolean;
  readonly words: string;
  readonly isDouble: boolean;
  readonly welcome: string;
}

const draftOf = (list: PeopleList | undefined): Draft => ({
  name: list?.name ?? '',
  kind: list?.kind ?? 'emergency',
  isJoined: list?.optIn !== undefined,
  words: list?.optIn?.words.join(', ') ?? '',
  isDouble: list?.optIn?.double ?? true,
  welcome: list?.optIn?.welcome ?? '',
});

const wordsIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const bodyOf = ({ name, kind, isJoined, words, isDouble, welcome }: Draft): object => ({
  name: name.trim(),
  kind,
  ...(isJoined && {
    optIn: {
      words: wordsIn(words),
      double: isDouble,
      ...(welcome.trim() !== '' && { welcome: welcome.trim() }),
    },
  }),
});

/** What a list is: its name, its kind, and how phones join it. */
export const ListForm = ({ list }: { readonly list: PeopleList | undefined }): ReactNode => {
  const say = useWords(listWords);
  const target = useWords(targetWords);
  const form = useTargetForm<Draft>({
    kind: 'lists',
    seen: list,
    initial: draftOf(list),
    nameOf: ({ name }) => name,
    bodyOf,
  });
  const { draft } = form;
  const set = (part: Partial<Draft>): void => form.change((before) => ({ ...before, ...part }));
  const lacks =
    draft.name.trim() === ''
      ? target('noName')
      : draft.isJoined && wordsIn(draft.words).length === 0
        ? say('noWords')
        : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <Stack gap="lg">
        <TextInput
          className="target-name"
          label={target('name')}
          maxLength={100}
          value={draft.name}
          onChange={({ currentTarget: { value } }) => set({ name: value })}
        />
        <Radio.Group
          label={say('kind')}
          value={draft.kind}
          onChange={(kind) => set({ kind: kind as PeopleList['kind'] })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="emergency" label={say('emergency')} description={say('emergencyHint')} />
            <Radio value="information" label={say('information')} description={say('informationHint')} />
          </Stack>
        </Radio.Group>
        <Checkbox
          label={say('optIn')}
          checked={draft.isJoined}
          onChange={({ currentTarget: { checked } }) => set({ isJoined: checked })}
        />
        {draft.isJoined && (
          <Stack className="target-name">
            <TextInput
              label={say('words')}
              description={say('wordsHint')}
              value={draft.words}
              onChange={({ currentTarget: { value } }) => set({ words: value })}
            />
            <Checkbox
              label={say('double')}
              description={say('doubleHint')}
              checked={draft.isDouble}
              onChange={({ currentTarget: { checked } }) => set({ isDouble: checked })}
            />
            <Textarea
              label={say('welcome')}
              description={say('welcomeHint')}
              autosize
              minRows={2}
              value={draft.welcome}
              onChange={({ currentTarget: { value } }) => set({ welcome: value })}
            />
          </Stack>
        )}
        <FormActions form={form} seen={list} verb={say('save')} lacks={lacks} />
      </Stack>
    </form>
  );
};
