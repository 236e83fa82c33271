import {
  Button,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { priorities } from '../../../domain/messages/priority.ts';
import { analyse } from '../../../domain/text/analyse.ts';
import { sendMessage } from '../../api/messages.ts';
import { newKey } from '../../api/new-key.ts';
import { Problem } from '../../api/problem.ts';
import { Page } from '../../parts/page.tsx';
import { PhonePreview } from '../../parts/phone-preview.tsx';
import { ProblemNote } from '../../parts/problems/problem-note.tsx';
import { forgetKept, useKept } from '../../parts/use-kept.ts';
import { commonWords } from '../../words/common.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { readSearch } from './search.ts';
import { messagesWords } from './words.ts';

const KEPT = 'message';
const VALID = ['PT30M', 'PT1H', 'PT6H', 'PT24H'] as const;

interface Draft {
  readonly to: string;
  readonly text: string;
  readonly priority: (typeof priorities)[number];
  readonly validFor: (typeof VALID)[number];
  readonly reference: string;
  /** The same for each try, so that a retry is no second message. */
  readonly key: string;
}

const newDraft = (to: string): Draft => ({
  to,
  text: '',
  priority: 'normal',
  validFor: 'PT24H',
  reference: '',
  key: newKey(),
});

/** One message to one phone; the button says to whom and in how many SMS. A link may give the number, for good. */
export const SendPage = (): ReactNode => {
  const [params] = useSearchParams();
  const given = params.get('to') ?? '';
  return <SendForm key={given} given={given} />;
};

const SendForm = ({ given }: { readonly given: string }): ReactNode => {
  const say = useWords(messagesWords);
  const sayCommon = useWords(commonWords);
  const { number, phone } = useFormats();
  const [, navigate] = useLocation();
  // What was begun for one link stays apart from what was begun for another.
  const key = `${KEPT} ${given}`;
  const [draft, setDraft] = useKept<Draft>(key, newDraft(given));
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { parts, forcesUcs2 } = analyse(draft.text);
  const found = readSearch(draft.to);
  const to = found.kind === 'number' ? found.number : undefined;
  const isReady = to !== undefined && draft.text.trim() !== '';
  // Another content is another act.
  const change = (own: Partial<Draft>): void => setDraft((before) => ({ ...before, ...own, key: newKey() }));
  const errorAt = (path: string): string | undefined =>
    error instanceof Problem ? error.errors.find((one) => one.path === path)?.message : undefined;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (to === undefined) return;
    setBusy(true);
    setError(undefined);
    const { text, priority, validFor, reference } = draft;
    try {
      const sent = await sendMessage(
        {
          to,
          text,
          priority,
          validFor: validFor as never,
          ...(reference.trim() !== '' && { reference: reference.trim() }),
        },
        draft.key,
      );
      setDraft(newDraft(given));
      forgetKept(key);
      navigate(`/messages/${sent.id}`);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={say('sendTitle')}>
      <Text c="dimmed">{say('sendWhy')}</Text>
      <form onSubmit={(event) => void submit(event)} className="send-columns">
        <Stack className="card">
          <TextInput
            label={say('to')}
            description={say('toHint')}
            inputMode="tel"
            autoComplete="off"
            readOnly={given !== ''}
            value={draft.to}
            onChange={(event) => change({ to: event.currentTarget.value })}
            error={errorAt('to')}
            required
          />
          <Textarea
            label={say('text')}
            autosize
            minRows={4}
            value={draft.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
            error={errorAt('text')}
            required
          />
          {forcesUcs2.length > 0 && (
            <Text>
              {say('forces', {
                signs: forcesUcs2.map(({ character }) => `«\u00a0${character}\u00a0»`).join(' '),
              })}
            </Text>
          )}
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NativeSelect
              label={say('priority')}
              value={draft.priority}
              onChange={(event) => change({ priority: event.currentTarget.value as Draft['priority'] })}
              data={priorities.map((one) => ({ value: one, label: say(`priority_${one}`) }))}
            />
            <NativeSelect
              label={say('valid')}
              description={say('validHint')}
              inputWrapperOrder={['label', 'input', 'description']}
              value={draft.validFor}
              onChange={(event) => change({ validFor: event.currentTarget.value as Draft['validFor'] })}
              data={VALID.map((one) => ({ value: one, label: say(`valid_${one}`) }))}
            />
          </SimpleGrid>
          <TextInput
            label={say('reference')}
            description={say('referenceHint')}
            value={draft.reference}
            onChange={(event) => change({ reference: event.currentTarget.value })}
            error={errorAt('reference')}
          />
          <ProblemNote error={error} />
          <Group>
            <Button type="submit" size="md" loading={isBusy} disabled={!isReady}>
              {isReady
                ? say('sendTo', {
                    // A national number is shown as it was typed.
                    to: to.startsWith('+') ? phone(to) : draft.to.trim(),
                    parts: sayCommon('parts', { count: parts, n: number(parts) }),
                  })
                : say('sendToNobody')}
            </Button>
          </Group>
        </Stack>
        <section aria-labelledby="preview">
          <Title order={2} size="h3" id="preview" mb="sm">
            {say('previewTitle')}
          </Title>
          <PhonePreview from={say('sender')} text={draft.text} />
        </section>
      </form>
    </Page>
  );
};
