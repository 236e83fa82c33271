import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { commonWords } from '../../../words/common.ts';
import { useWords } from '../../../words/i18n.ts';
import type { Seen, useTargetForm } from './use-target-form.ts';
import { Uses } from './uses.tsx';
import { targetWords } from './words.ts';

interface Props {
  readonly form: Pick<
    ReturnType<typeof useTargetForm>,
    'error' | 'uses' | 'isBusy' | 'isStale' | 'readAnew' | 'leave' | 'save' | 'remove'
  >;
  readonly seen: Seen | undefined;
  readonly verb: string;
  /** What is still needed before it can be saved; undefined: nothing. */
  readonly lacks: string | undefined;
  /** In the place of the button that saves, where a question comes before. */
  readonly saveButton?: ReactNode;
}

/** The end of a form: what went wrong, then saving, leaving and removing. */
export const FormActions = ({ form, seen, verb, lacks, saveButton }: Props): ReactNode => {
  const say = useWords(targetWords);
  const common = useWords(commonWords);
  return (
    <Stack gap="sm">
      {form.uses !== undefined && <Uses name={seen?.name ?? ''} uses={form.uses} />}
      <ProblemNote error={form.error} />
      {form.isStale && (
        <Alert variant="default" icon={<IconAlertTriangle aria-hidden />} title={common('changedMeanwhile')}>
          <Text mb="xs">{say('staleHint')}</Text>
          <Button variant="default" onClick={form.readAnew}>
            {common('reload')}
          </Button>
        </Alert>
      )}
      <Group>
        {saveButton ?? (
          <Button type="submit" loading={form.isBusy} disabled={lacks !== undefined || form.isStale}>
            {verb}
          </Button>
        )}
        <Button variant="default" onClick={() => form.leave()}>
          {common('cancel')}
        </Button>
        <span className="spring" />
        {seen !== undefined && (
          <Button
            variant="subtle"
            color="danger"
            leftSection={<IconTrash aria-hidden size={18} />}
            onClick={() => void form.remove()}
          >
            {common('remove')}
          </Button>
        )}
      </Group>
      {lacks !== undefined && <Text c="var(--quiet)">{lacks}</Text>}
    </Stack>
  );
};
