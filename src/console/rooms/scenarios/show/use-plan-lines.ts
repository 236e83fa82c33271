import type { Audience } from '../../../api/alerts/scenarios.ts';
import type { Content } from '../../../api/alerts/templates.ts';
import type { Line } from '../../../parts/difference/lines.ts';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import type { Plan } from '../edit/form.ts';
import { editWords } from '../edit/words.ts';
import { secondsOf } from '../text/durations.ts';
import { languageName } from '../text/language-name.ts';
import { useTermNames } from '../text/use-term-names.ts';
import { showWords } from './words.ts';

/** A content as lines: each text, what stands for missing values, how long values may be. */
const useContentLines = () => {
  const say = useWords(showWords);
  const spoken = useLanguage();
  return (content: Content): readonly Line[] => [
    ...content.variants.flatMap(({ language, text, short }) => [
      { key: `text ${language}`, label: say('l_text', { language: languageName(language, spoken) }), text },
      {
        key: `short ${language}`,
        label: say('l_short', { language: languageName(language, spoken) }),
        text: short ?? '',
      },
    ]),
    { key: 'default', label: say('l_default'), text: languageName(content.defaultLanguage, spoken) },
    ...Object.entries(content.placeholders).flatMap(([name, { fallback, fallbacks = {}, maxLength }]) => {
      const field = `{${name}}`;
      return [
        { key: `fallback ${name}`, label: say('l_fallback', { field }), text: fallback ?? '' },
        ...Object.entries(fallbacks).map(([language, text]) => ({
          key: `fallback ${name} ${language}`,
          label: say('l_fallbackIn', { field, language: languageName(language, spoken) }),
          text,
        })),
        {
          key: `longest ${name}`,
          label: say('l_longest', { field }),
          text: maxLength === undefined ? '' : say('characters', { n: maxLength }),
        },
      ];
    }),
  ];
};

/** All that a scenario says and does, as lines that can be read, and compared with another version. */
export const usePlanLines = (): ((plan: Plan) => readonly Line[]) => {
  const say = useWords(showWords);
  const spoken = useLanguage();
  const edit = useWords(editWords);
  const { duration, number } = useFormats();
  const nameOf = useTermNames();
  const contentLines = useContentLines();
  const audience = ({ include, within = [], exclude = [] }: Audience): readonly Line[] => [
    { key: 'include', label: say('l_include'), text: include.map(nameOf).join(', ') || edit('nobody') },
    { key: 'within', label: say('l_within'), text: within.map(nameOf).join(', ') },
    { key: 'exclude', label: say('l_exclude'), text: exclude.map(nameOf).join(', ') },
  ];
  const time = (iso: string): string => duration(secondsOf(iso));
  const ending = (content: Content | null, key: 'cancel' | 'end' | 'fulfilled'): readonly Line[] =>
    (content?.variants ?? []).map(({ language, text }) => ({
      key: `${key} ${language}`,
      label: say(`l_${key}`, { language: languageName(language, spoken) }),
      text,
    }));
  return (plan) => {
    const { question, escalation } = plan;
    return [
      { key: 'name', label: say('l_name'), text: plan.name },
      { key: 'title', label: say('l_title'), text: plan.title === plan.name ? '' : plan.title },
      { key: 'kind', label: say('l_kind'), text: plan.kind === '' ? '' : edit(plan.kind) },
      ...contentLines(plan.content),
      ...Object.entries(plan.values).map(([name, text]) => ({
        key: `value ${name}`,
        label: say('l_value', { field: `{${name}}` }),
        text,
      })),
      ...Object.entries(plan.bounds).map(([name, bound]) => ({
        key: `bound ${name}`,
        label: say('l_bound', { field: `{${name}}` }),
        text:
          'oneOf' in bound
            ? bound.oneOf.join(' · ')
            : say('allowedPattern', { pattern: bound.pattern, n: bound.maxLength }),
      })),
      ...audience(plan.audience),
      {
        key: 'override',
        label: say('l_override'),
        text: say(plan.overrideOptOut ? 'l_overridden' : 'l_kept'),
      },
      { key: 'severity', label: say('l_severity'), text: edit(`severity_${plan.severity}`) },
      { key: 'priority', label: say('l_priority'), text: edit(`priority_${plan.priority}`) },
      { key: 'validFor', label: say('l_validFor'), text: time(plan.validFor) },
      { key: 'from', label: say('l_from'), text: plan.from ?? say('asConfigured') },
      { key: 'routes', label: say('l_routes'), text: plan.routes?.join(', ') ?? '' },
      ...(question === null
        ? []
        : [
            {
              key: 'answers',
              label: say('l_answers'),
              text: question.answers.map(({ word, meaning }) => `${word} = ${meaning}`).join(' · '),
            },
            { key: 'openFor', label: say('l_openFor'), text: time(question.openFor) },
            {
              key: 'resend',
              label: say('l_resend'),
              text:
                question.resend === null
                  ? ''
                  : say('times', { n: question.resend.times, after: time(question.resend.after) }),
            },
          ]),
      ...(escalation === null
        ? []
        : [
            {
              key: 'need',
              label: say('l_need'),
              text: say('needOf', { n: number(escalation.need), meaning: escalation.meaning }),
            },
            ...escalation.steps.map((step, at) => ({
              key: `step ${at}`,
              label: say('l_step', { n: at + 1 }),
              text: say('stepAfter', {
                who: audience(step.audience)
                  .flatMap(({ text }) => text || [])
                  .join(' / '),
                after: time(step.after),
              }),
            })),
            {
              key: 'duty',
              label: say('l_duty'),
              text: say(escalation.whenNotFulfilled === 'tellDuty' ? 'l_dutyTold' : 'l_dutyNot'),
            },
            ...ending(escalation.whenFulfilled, 'fulfilled'),
          ]),
      ...ending(plan.cancelContent, 'cancel'),
      ...ending(plan.endContent, 'end'),
    ];
  };
};
