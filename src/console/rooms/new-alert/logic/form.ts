import type { Alert } from '../../../api/alerts/alerts.ts';
import type { Content, DraftBody } from '../../../api/alerts/drafts.ts';
import type { ReadyScenario } from '../../../api/alerts/ready-scenarios.ts';

/** An alert while it is written: like the body of the API, but texts may still be empty. */
export type Form = Omit<DraftBody, 'template' | 'content'> & { readonly content: Content };

const SHOWN_LANGUAGES = ['fr', 'en'] as const;
const LONGEST_TITLE = 60;

export const emptyForm = (kind: Form['kind']): Form => ({
  title: '',
  kind,
  severity: 'severe',
  priority: 'critical',
  content: {
    defaultLanguage: SHOWN_LANGUAGES[0],
    placeholders: {},
    variants: SHOWN_LANGUAGES.map((language) => ({ language, text: '' })),
  },
  values: {},
  audience: { include: [] },
  validFor: 'PT6H',
  overrideOptOut: false,
});

/** The content without languages that have no text; undefined: no language has one. */
export const writtenContent = ({ content }: Pick<Form, 'content'>): Content | undefined => {
  const variants = content.variants.flatMap(({ language, text, short = '' }) =>
    text.trim() === '' ? [] : [{ language, text, ...(short.trim() !== '' && { short }) }],
  );
  const [first] = variants;
  if (first === undefined) return undefined;
  const hasDefault = variants.some(({ language }) => language === content.defaultLanguage);
  return { ...content, defaultLanguage: hasDefault ? content.defaultLanguage : first.language, variants };
};

/** The title that was given, or the first words of the text. */
export const titleOf = ({
  title,
  content,
  values = {},
}: Pick<Form, 'title' | 'content' | 'values'>): string => {
  if (title.trim() !== '') return title.trim();
  const written = writtenContent({ content })?.variants[0]?.text ?? '';
  const text = written
    .replaceAll(/\{([A-Za-z0-9]+)\}/g, (_whole, name: string) => values[name] ?? '…')
    .trim()
    .replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST_TITLE ? text : `${text.slice(0, text.lastIndexOf(' ', LONGEST_TITLE))} …`;
};

const valuesOf = (values: Form['values']): Record<string, string> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value.trim() !== ''));

/** What the gateway keeps; undefined: there is no text yet, so there is nothing to keep. */
export const bodyOf = (form: Form): DraftBody | undefined => {
  const content = writtenContent(form);
  if (content === undefined) return undefined;
  const { cancelContent, endContent, question, ...rest } = form;
  const cancel = cancelContent && writtenContent({ content: cancelContent as Content });
  const end = endContent && writtenContent({ content: endContent as Content });
  const answers = question?.answers.filter(({ word, meaning }) => word !== '' && meaning !== '') ?? [];
  return {
    ...rest,
    title: titleOf(form),
    content,
    values: valuesOf(form.values),
    ...(cancel !== undefined && { cancelContent: cancel }),
    ...(end !== undefined && { endContent: end }),
    ...(question !== undefined && answers.length > 0 && { question: { ...question, answers } }),
  };
};

/** The fields that alerts and scenarios have in common, as the API shows them. */
type Shown = Pick<
  Alert,
  | 'title'
  | 'kind'
  | 'severity'
  | 'priority'
  | 'content'
  | 'cancelContent'
  | 'endContent'
  | 'values'
  | 'audience'
  | 'from'
  | 'validFor'
  | 'routes'
  | 'question'
  | 'overrideOptOut'
> & { readonly escalation: ReadyScenario['escalation'] };

const formOfShown = (shown: Shown): Form => {
  const { escalation, question } = shown;
  return {
    title: shown.title,
    kind: shown.kind,
    severity: shown.severity,
    priority: shown.priority,
    content: shown.content,
    values: shown.values,
    audience: shown.audience,
    validFor: shown.validFor,
    overrideOptOut: shown.overrideOptOut,
    ...(shown.cancelContent && { cancelContent: shown.cancelContent }),
    ...(shown.endContent && { endContent: shown.endContent }),
    ...(shown.from !== null && { from: shown.from }),
    ...(shown.routes !== null && { routes: shown.routes }),
    ...(question && {
      question: {
        answers: question.answers,
        openFor: question.openFor,
        ...(question.resend && { resend: question.resend }),
      },
    }),
    ...(escalation && {
      escalation: {
        need: escalation.need,
        meaning: escalation.meaning,
        steps: escalation.steps,
        whenNotFulfilled: escalation.whenNotFulfilled,
        ...(escalation.whenFulfilled && { whenFulfilled: escalation.whenFulfilled }),
      },
    }),
  };
};

/** The form of a draft that the gateway has. Nothing of it is lost when it is saved again. */
export const formOf = (alert: Alert): Form => ({
  ...formOfShown(alert),
  ...(alert.scheduledAt !== null && { scheduledAt: alert.scheduledAt }),
  ...(alert.expiresAt !== null && { expiresAt: alert.expiresAt }),
});

/** An alert of its own that begins as the scenario is, with the values given so far. */
export const formOfScenario = (
  scenario: ReadyScenario,
  values: Readonly<Record<string, string>>,
  isExercise: boolean,
): Form => ({
  ...formOfShown({ ...scenario, values: { ...scenario.values, ...values } }),
  kind: isExercise ? 'exercise' : scenario.kind,
});

/** The same whatever the order in which fields were set. */
export const textOf = (body: DraftBody | undefined): string =>
  JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  ) ?? '';
