import { Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Content } from '../../../api/alerts/drafts.ts';
import { placeholdersOf } from '../../../parts/text-editor/filled.ts';
import { Findings } from '../../../parts/text-editor/findings.tsx';
import { TextEditor } from '../../../parts/text-editor/text-editor.tsx';
import { ValueFields } from '../../../parts/text-editor/value-fields.tsx';
import { useWords } from '../../../words/i18n.ts';
import { type Form, titleOf, writtenContent } from '../logic/form.ts';
import { newAlertWords } from '../words.ts';
import { Folded } from './folded.tsx';
import { KindSwitch } from './kind-switch.tsx';
import { PlanFields, SeverityField } from './plan-fields.tsx';
import { QuestionFields } from './question-fields.tsx';

interface Props {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  /** Whether what is missing is shown as wrong. */
  readonly isChecked: boolean;
  /** Placeholders without which nothing can go out. */
  readonly needed: readonly string[];
}

const blank = ({ defaultLanguage, variants }: Content): Content => ({
  defaultLanguage,
  placeholders: {},
  variants: variants.map(({ language }) => ({ language, text: '' })),
});

/** Endings have the languages of the text. */
const endingOf = (content: Content, ending: Form['endContent']): Content => {
  const empty = blank(content);
  if (ending === undefined) return empty;
  const own = ending as Content;
  const others = empty.variants.filter((one) => !own.variants.some((had) => had.language === one.language));
  return { ...own, variants: [...own.variants, ...others] };
};

/** What the alert says, and how. */
export const TextStep = ({ form, change, isChecked, needed }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  const { content, values = {}, escalation } = form;
  const written = writtenContent(form);
  const isEmpty = written === undefined;
  return (
    <Stack gap="lg">
      <KindSwitch
        isExercise={form.kind === 'exercise'}
        onChange={(isExercise) => change({ kind: isExercise ? 'exercise' : 'live' })}
      />
      <TextEditor
        id="text"
        content={content}
        error={isEmpty && isChecked ? say('needText') : undefined}
        onChange={(next) => change({ content: next })}
      />
      <ValueFields
        content={content}
        names={placeholdersOf(content)}
        values={values}
        rules={{}}
        maxLengths={Object.fromEntries(
          Object.entries(content.placeholders).map(([name, { maxLength = 30 }]) => [name, maxLength]),
        )}
        needed={needed}
        isChecked={isChecked}
        onChange={(next) => change({ values: next })}
      />
      {written !== undefined && (
        <Findings
          content={written}
          values={Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))}
        />
      )}
      <div className="fields">
        <TextInput
          label={say('titleField')}
          description={say('titleHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={titleOf(form)}
          maxLength={200}
          value={form.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <SeverityField form={form} onChange={change} />
      </div>
      <div className="folds">
        <Folded title={say('question')} isOpenAtFirst={form.question !== undefined}>
          <QuestionFields question={form.question} onChange={(question) => change({ question })} />
          {escalation !== undefined && (
            <p>{say('escalationKept', { need: escalation.need, steps: escalation.steps.length })}</p>
          )}
        </Folded>
        <Folded title={say('more')} isOpenAtFirst={form.scheduledAt !== undefined}>
          <PlanFields form={form} onChange={change} />
        </Folded>
        <Folded title={say('endings')}>
          <Stack gap="md">
            <p className="hint">{say('endingsHint')}</p>
            {(['cancelContent', 'endContent'] as const).map((field) => (
              <fieldset key={field} className="picks">
                <legend>{say(field === 'cancelContent' ? 'cancelText' : 'endText')}</legend>
                <TextEditor
                  id={field}
                  isPlain
                  content={endingOf(content, form[field])}
                  onChange={(next) => change({ [field]: next })}
                />
              </fieldset>
            ))}
          </Stack>
        </Folded>
      </div>
    </Stack>
  );
};
