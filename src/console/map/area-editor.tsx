import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import type { shapeBody } from '../../http/v1/people/shape-body.ts';
import type { Shape as KernelShape } from '../../kernel/shape/shape.ts';
import { targetsQuery } from '../api/people/targets.ts';
import { Light } from '../parts/light.tsx';
import { useWords } from '../words/i18n.ts';
import { AreaCount } from './area-count.tsx';
import { BaseNote } from './base-note.tsx';
import { MapCanvas } from './canvas/map-canvas.tsx';
import { type Brush, paintShape } from './canvas/paint.ts';
import { paintDraft } from './canvas/paint-draft.ts';
import { useBase } from './canvas/use-base.ts';
import { CircleFields } from './circle-fields.tsx';
import { useDrawingWords } from './drawing-words.ts';
import { PasteField } from './paste-field.tsx';
import { PointsTable } from './points-table.tsx';
import { type Draft, draftOf, EMPTY, finish, isEmpty, type Kind, kinds, stepBack } from './shape/draft.ts';
import { boundsOf, outlineOf, squareKm } from './shape/geometry.ts';
import { toldShape, useDrawing } from './use-drawing.ts';
import { mapWords } from './words.ts';

/** A polygon or a circle, as the API takes it. */
export type Shape = z.input<typeof shapeBody>;

export interface AreaEditorProps {
  readonly label: string;
  readonly value: Shape | undefined;
  readonly onChange: (shape: Shape | undefined) => void;
}

/** The zod input has mutable tuples; nothing here changes them. */
const asKernel = (shape: Shape | undefined): KernelShape | undefined => shape as KernelShape | undefined;

/** The map on which a person draws an area: by pointer, by keys, or by coordinates in fields. */
export const AreaEditor = ({ label, value, onChange }: AreaEditorProps): ReactNode => {
  const say = useWords(mapWords);
  const words = useDrawingWords();
  const helpId = useId();
  const base = useBase();
  const others = useQuery(targetsQuery('areas')).data;
  const [draft, setDraft] = useState<Draft>(() => draftOf(asKernel(value)));
  /** What the page around was told last, so that its answer is not taken for another area. */
  const told = useRef(JSON.stringify(value));
  const telling = useRef(onChange);
  telling.current = onChange;

  useEffect(() => {
    const text = JSON.stringify(value);
    if (text === told.current) return;
    told.current = text;
    setDraft(draftOf(asKernel(value)));
  }, [value]);

  const shape = useMemo(() => toldShape(draft), [draft]);
  const fault = words.fault(shape);
  const warning = words.warning(draft);
  const good = fault === undefined ? shape : undefined;
  useEffect(() => {
    const text = JSON.stringify(good);
    if (text === told.current) return;
    told.current = text;
    telling.current(good as Shape | undefined);
  }, [good]);

  const { tool, keys, happened } = useDrawing(draft, setDraft);
  const [firstBounds] = useState(
    () => asKernel(value) && boundsOf(outlineOf(asKernel(value) as KernelShape)),
  );
  const bounds = useMemo(
    () =>
      firstBounds ??
      boundsOf((others ?? []).flatMap(({ shape: other }) => outlineOf(other as KernelShape))) ??
      base.bounds,
    [firstBounds, others, base.bounds],
  );
  const valueText = JSON.stringify(value);
  const paint = useCallback(
    (brush: Brush) => {
      for (const { name, shape: other } of others ?? [])
        if (JSON.stringify(other) !== valueText) paintShape(brush, other as KernelShape, 'faint', name);
      paintDraft(brush, draft);
    },
    [others, draft, valueText],
  );
  const size = good && squareKm(good);
  const isCodes = draft.kind === 'postalCodes';
  const outcome = (
    <>
      {fault !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {fault}
        </Alert>
      )}
      {warning !== undefined && <Light tone="warn">{warning}</Light>}
      <Group justify="space-between" align="flex-end">
        <AreaCount shape={good} kind={draft.kind} />
        {size !== undefined && (
          <Text>
            {say('size')} <b className="figures">{words.size(size)}</b>
          </Text>
        )}
      </Group>
    </>
  );
  return (
    <section aria-label={label} className="area-editor-frame">
      <div className="area-editor">
        <SegmentedControl
          aria-label={say('kind')}
          value={draft.kind}
          data={kinds.map((kind) => ({ value: kind, label: say(kind) }))}
          onChange={(kind) =>
            setDraft({ ...draft, kind: kind as Kind, isDone: isDoneAs(draft, kind as Kind) })
          }
        />
        {isCodes ? (
          <Textarea
            label={say('codes')}
            description={say('codesHint')}
            autosize
            minRows={3}
            value={draft.codes}
            onChange={({ currentTarget }) => setDraft({ ...draft, codes: currentTarget.value })}
          />
        ) : (
          <div className="area-editor-columns">
            <Stack gap="xs">
              <MapCanvas
                label={say('mapOf', { label })}
                describedBy={helpId}
                base={base}
                bounds={bounds}
                paint={paint}
                tool={tool}
                keys={keys}
              />
              <Group justify="space-between" gap="xs">
                <Text fw={600}>{words.next(draft)}</Text>
                <Group gap="xs">
                  {draft.kind === 'polygon' && !draft.isDone && draft.points.length > 2 && (
                    <Button
                      size="sm"
                      leftSection={<IconCheck aria-hidden size={18} />}
                      onClick={() => setDraft(finish)}
                    >
                      {say('close')}
                    </Button>
                  )}
                  <Button
                    variant="default"
                    size="sm"
                    leftSection={<IconArrowBackUp aria-hidden size={18} />}
                    disabled={isEmpty(draft)}
                    onClick={() => setDraft(stepBack)}
                  >
                    {say('back')}
                  </Button>
                  <Button
                    variant="default"
                    size="sm"
                    leftSection={<IconTrash aria-hidden size={18} />}
                    disabled={isEmpty(draft)}
                    onClick={() => setDraft({ ...EMPTY, kind: draft.kind })}
                  >
                    {say('again')}
                  </Button>
                </Group>
              </Group>
              {outcome}
              <p id={helpId} className="map-keys map-keys-help">
                {say(draft.kind === 'circle' ? 'keysCircle' : 'keys')}
              </p>
              <BaseNote state={base.state} />
              <p role="status" className="seen-by-readers-only">
                {words.happened(happened)}
              </p>
            </Stack>
            <Stack gap="sm">
              {draft.kind === 'circle' ? (
                <CircleFields draft={draft} onChange={setDraft} />
              ) : (
                <>
                  <PointsTable draft={draft} onChange={setDraft} />
                  <PasteField
                    onPoints={(points) => setDraft({ ...EMPTY, points, isDone: points.length > 2 })}
                  />
                </>
              )}
            </Stack>
          </div>
        )}
        {isCodes && outcome}
      </div>
    </section>
  );
};

/** What was drawn as another kind stays, and counts as done if it was. */
const isDoneAs = ({ points, radiusM }: Draft, kind: Kind): boolean =>
  kind === 'polygon' ? points.length > 2 : kind === 'circle' && radiusM !== undefined;
