import { Stack, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Content } from '../../../api/alerts/templates.ts';
import { useWords } from '../../../words/i18n.ts';
import { ContentEditor } from './content-editor.tsx';
import { emptyContent } from './form.ts';
import type { PartProps } from './plan-editor.tsx';
import { useLint } from './use-lint.ts';
import { editWords } from './words.ts';

/** What a cancel and the end of its alerts say, if not the text of the library. */
export const EndingsEditor = ({ plan, onChange, hasTried }: PartProps): ReactNode => {
  const say = useWords(editWords);
  const own = [
    { key: 'cancelContent', label: say('ownCancel') },
    { key: 'endContent', label: say('ownEnd') },
  ] as const;
  return (
    <section className="card" aria-labelledby="plan-endings">
      <Stack>
        <Title order={2} size="h3" id="plan-endings">
          {say('endings')}
        </Title>
        <Text c="var(--quiet)">{say('endingHint')}</Text>
        {own.map(({ key, label }) => {
          const content = plan[key];
          const language = plan.content.defaultLanguage;
          return (
            <Stack key={key}>
              <Switch
                label={label}
                checked={content !== null}
                onChange={({ currentTarget }) =>
                  onChange({ ...plan, [key]: currentTarget.checked ? emptyContent(language) : null })
                }
              />
              {content !== null && (
                <Ending
                  content={content}
                  heading={label}
                  hasTried={hasTried}
                  isExercise={plan.kind === 'exercise'}
                  {...(plan.from !== null && { from: plan.from })}
                  onChange={(next) => onChange({ ...plan, [key]: next })}
                />
              )}
            </Stack>
          );
        })}
      </Stack>
    </section>
  );
};

interface EndingProps {
  readonly content: Content;
  readonly heading: string;
  readonly hasTried: boolean;
  readonly isExercise: boolean;
  readonly from?: string;
  readonly onChange: (content: Content) => void;
}

const Ending = (props: EndingProps): ReactNode => (
  <ContentEditor {...props} findings={useLint(props.content)} />
);
