import { Button, Checkbox, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { analyse } from '../../../../domain/text/analyse.ts';
import { changeDrill, type Drill, makeDrill } from '../../../api/alerts/drills.ts';
import { newKey } from '../../../api/new-key.ts';
import { Problem } from '../../../api/problem.ts';
import { routesQuery } from '../../../api/routes.ts';
import { errorAt } from '../../../parts/problems/error-at.ts';
import { FormProblem } from '../../../parts/problems/form-problem.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { commonWords } from '../../../words/common.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { placeZone } from '../../../words/place.ts';
import {
  bodyOfDrill,
  type DrillDraft,
  draftOfDrill,
  newDrill,
  numbersOf,
  wrongLines,
} from './drill-draft.ts';
import { PlanFields } from './plan-fields.tsx';
import { drillFormWords } from './words.ts';

interface Props {
  /** Left out: a new one. */
  readonly of?: Drill;
  readonly onDone: (id: number) => void;
  readonly onLeave: () => void;
}

/** The fields that say themselves what is wrong. */
const SHOWN: ReadonlySet<string> = new Set(['name', 'text', 'cron', 'timeZone', 'routes', 'within']);

/** What is wrong with the numbers, by the lines in which they stand. */
const useNumbersError = (error: unknown): string | undefined => {
  const say = useWords(drillFormWords);
  if (!(error instanceof Problem)) return undefined;
  const [line] = wrongLines(error.errors.map(({ path }) => path));
  if (line !== undefined) return say('badNumber', { line });
  return errorAt(error, 'numbers') === undefined ? undefined : say('noNumber');
};

/** A drill as a form; what is typed survives a reload. */
export const DrillForm = ({ of, onDone, onLeave }: Props): ReactNode => {
  const say = useWords(drillFormWords);
  const sayCommon = useWords(commonWords);
  const { number } = useFormats();
  const queries = useQueryClient();
  const { data: routes } = useQuery(routesQuery());
  const kept = `drill.${of === undefined ? 'new' : `${of.id}.${of.version}`}`;
  const timeZone = placeZone();
  const [draft, setDraft] = useKept<DrillDraft>(
    kept,
    of === undefined ? newDrill(say('textDefault'), timeZone) : draftOfDrill(of),
  );
  const key = useRef(newKey());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const change = (part: Partial<DrillDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const at = (field: string): string | undefined => errorAt(error, field);
  const numbersError = useNumbersError(error);
  const { parts } = analyse(draft.text);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const body = bodyOfDrill(draft);
      const saved = await (of === undefined ? makeDrill(body, key.current) : changeDrill(of, body));
      forgetKept(kept);
      await queries.invalidateQueries({ queryKey: ['drills'] });
      onDone(saved.id);
    } catch (caught) {
      setError(caught);
      key.current = newKey();
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="md" maw="46rem" className="card">
        <TextInput
          label={say('name')}
          value={draft.name}
          maxLength={100}
          error={at('name')}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <Textarea
          label={say('numbers')}
          description={say('numbersHint')}
          value={draft.numbers}
          autosize
          minRows={3}
          maxRows={12}
          error={numbersError}
          onChange={({ currentTarget }) => change({ numbers: currentTarget.value })}
          onBlur={() => change({ numbers: numbersOf(draft.numbers).join('\n') })}
        />
        <div>
          <Textarea
            label={say('text')}
            description={say('textHint')}
            value={draft.text}
            maxLength={1600}
            autosize
            minRows={2}
            error={at('text')?.includes('exercise') ? say('noExercise') : at('text')}
            onChange={({ currentTarget }) => change({ text: currentTarget.value })}
          />
          <Text c="var(--quiet)">{sayCommon('parts', { count: parts, n: number(parts) })}</Text>
        </div>
        <PlanFields of={draft} onChange={change} errorAt={at} />
        <Checkbox.Group
          label={say('routes')}
          description={say('routesHint')}
          value={[...draft.routes]}
          error={at('routes')}
          onChange={(chosen) => change({ routes: chosen })}
        >
          <Group gap="md" mt="xs">
            {(routes?.items ?? []).map(({ id }) => (
              <Checkbox key={id} value={id} size="md" label={id} />
            ))}
          </Group>
        </Checkbox.Group>
        <TextInput
          type="number"
          min={0.2}
          max={1440}
          step="any"
          label={say('within')}
          description={say('withinHint')}
          value={draft.minutes}
          error={at('within')}
          maw="26rem"
          onChange={({ currentTarget }) => change({ minutes: currentTarget.value })}
        />
        <Radio.Group
          label={say('until')}
          value={draft.until}
          onChange={(until) => change({ until: until === 'sent' ? 'sent' : 'delivered' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="delivered" size="md" label={say('untilDelivered')} />
            <Radio value="sent" size="md" label={say('untilSent')} />
          </Stack>
        </Radio.Group>
        <FormProblem error={error} isShown={(path) => SHOWN.has(path) || path.startsWith('numbers')} />
        <Group>
          <Button type="submit" color="exercise" loading={isBusy}>
            {say(of === undefined ? 'saveNew' : 'saveEdit')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              forgetKept(kept);
              onLeave();
            }}
          >
            {say(of === undefined ? 'leaveNew' : 'leave')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
