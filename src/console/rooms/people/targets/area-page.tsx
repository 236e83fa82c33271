import { Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Shape as KernelShape } from '../../../../kernel/shape/shape.ts';
import { type Area, targetQuery } from '../../../api/people/targets.ts';
import { AreaEditor, type Shape } from '../../../map/area-editor.tsx';
import { AreaMap } from '../../../map/area-map.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { AreaImport } from './areas/area-import.tsx';
import { PlacesSaid } from './areas/places-said.tsx';
import { useShapeWords } from './areas/shape-words.ts';
import { areaWords } from './areas/words.ts';
import { FormActions } from './form-actions.tsx';
import { PeopleIn } from './people-in.tsx';
import { useTargetForm } from './use-target-form.ts';
import { targetWords } from './words.ts';
import './targets.css';

interface Draft {
  readonly name: string;
  readonly shape: Shape | undefined;
}

const Form = ({ area }: { readonly area: Area | undefined }): ReactNode => {
  const say = useWords(areaWords);
  const target = useWords(targetWords);
  const form = useTargetForm<Draft>({
    kind: 'areas',
    seen: area,
    initial: { name: area?.name ?? '', shape: area?.shape },
    nameOf: ({ name }) => name,
    bodyOf: ({ name, shape }) => ({ name: name.trim(), shape }),
  });
  const { name, shape } = form.draft;
  const lacks = name.trim() === '' ? target('noName') : shape === undefined ? say('noShape') : undefined;
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
          description={target('nameHint')}
          maxLength={100}
          value={name}
          onChange={({ currentTarget: { value } }) => form.change((draft) => ({ ...draft, name: value }))}
        />
        <AreaEditor
          label={say('draw')}
          value={shape}
          onChange={(drawn) => form.change((draft) => ({ ...draft, shape: drawn }))}
        />
        {shape !== undefined && <PlacesSaid shape={shape as KernelShape} />}
        <FormActions form={form} seen={area} verb={say('save')} lacks={lacks} />
      </Stack>
    </form>
  );
};

/** For those who may look and not change. */
const Seen = ({ area }: { readonly area: Area }): ReactNode => {
  const target = useWords(targetWords);
  const words = useShapeWords();
  const shape = area.shape as KernelShape;
  const areas = useMemo(() => [{ shape, name: area.name }], [shape, area.name]);
  return (
    <Stack>
      <AreaMap label={`${area.name}: ${words.what(shape)}`} areas={areas} />
      <Text>
        {words.what(shape)} {words.size(shape)}
      </Text>
      <PlacesSaid shape={shape} />
      <Text>
        {target('inside')}: <PeopleIn term={{ area: area.id }} isWhole />
      </Text>
      <Text c="var(--quiet)">{target('noNothing')}</Text>
    </Stack>
  );
};

const Stored = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(areaWords);
  const mayChange = useMay()('managePeople');
  const area = useQuery(targetQuery('areas', id));
  return (
    <PeopleFrame title={area.data?.name ?? say('one')}>
      <Loaded of={area}>{(one) => (mayChange ? <Form area={one} /> : <Seen area={one} />)}</Loaded>
    </PeopleFrame>
  );
};

const New = (): ReactNode => {
  const say = useWords(areaWords);
  return (
    <PeopleFrame title={say('make')}>
      <Form area={undefined} />
    </PeopleFrame>
  );
};

/** One area, a new one, or several from a file. */
export const AreaPage = ({ id }: { readonly id: string }): ReactNode => {
  if (id === 'new') return <New />;
  return id === 'import' ? <AreaImport /> : <Stored key={id} id={Number(id)} />;
};
