import type { Scenario, ScenarioBody } from '../../../api/alerts/scenarios.ts';
import type { Content } from '../../../api/alerts/templates.ts';

/** All that a person decides in a scenario, in the form in which the gateway shows it. */
export type Plan = Omit<NonNullable<Scenario['approvedBefore']>, 'by' | 'at' | 'template' | 'kind'> & {
  /** Empty until somebody has said it: nothing is live by default. */
  readonly kind: Scenario['kind'] | '';
};

export const emptyContent = (language: string): Content => ({
  defaultLanguage: language,
  placeholders: {},
  variants: [{ language, text: '' }],
});

export const emptyPlan = (language: string, content: Content = emptyContent(language)): Plan => ({
  name: '',
  title: '',
  content,
  values: {},
  cancelContent: null,
  endContent: null,
  bounds: {},
  audience: { include: [] },
  kind: '',
  severity: 'severe',
  priority: 'critical',
  from: null,
  validFor: 'PT2H',
  routes: null,
  question: null,
  escalation: null,
  overrideOptOut: false,
});

export const planOf = (scenario: Scenario): Plan => ({
  name: scenario.name,
  title: scenario.title === scenario.name ? '' : scenario.title,
  content: scenario.content,
  values: scenario.values,
  cancelContent: scenario.cancelContent,
  endContent: scenario.endContent,
  bounds: scenario.bounds,
  audience: scenario.audience,
  kind: scenario.kind,
  severity: scenario.severity,
  priority: scenario.priority,
  from: scenario.from,
  validFor: scenario.validFor,
  routes: scenario.routes,
  question: scenario.question,
  escalation: scenario.escalation,
  overrideOptOut: scenario.overrideOptOut,
});

/** A content without what was left empty in the form. */
export const tidyContent = (content: Content): Content => ({
  ...content,
  variants: content.variants.map(({ language, text, short }) => ({
    language,
    text,
    ...(short !== undefined && short.trim() !== '' && { short }),
  })),
});

export const bodyOf = (plan: Plan): ScenarioBody => {
  const { title, cancelContent, endContent, from, routes, question, escalation, kind, ...rest } = plan;
  return {
    ...rest,
    name: plan.name.trim(),
    kind: kind === '' ? 'exercise' : kind,
    content: tidyContent(plan.content),
    values: Object.fromEntries(Object.entries(plan.values).filter(([, value]) => value !== '')),
    ...(title.trim() !== '' && { title: title.trim() }),
    ...(cancelContent !== null && { cancelContent: tidyContent(cancelContent) }),
    ...(endContent !== null && { endContent: tidyContent(endContent) }),
    ...(from !== null && from.trim() !== '' && { from: from.trim() }),
    ...(routes !== null && { routes }),
    ...(question !== null && {
      question: {
        answers: question.answers,
        openFor: question.openFor,
        ...(question.resend !== null && { resend: question.resend }),
      },
    }),
    ...(escalation !== null && {
      escalation: {
        need: escalation.need,
        meaning: escalation.meaning,
        steps: escalation.steps,
        whenNotFulfilled: escalation.whenNotFulfilled,
        ...(escalation.whenFulfilled !== null && { whenFulfilled: tidyContent(escalation.whenFulfilled) }),
      },
    }),
  };
};

const LANGUAGE = /^[a-z]{2,3}$/;

/** The content if the linter can read it; undefined while a text or a language is still missing. */
export const lintable = (content: Content): Content | undefined => {
  const tidy = tidyContent(content);
  const isWhole =
    tidy.variants.length > 0 &&
    LANGUAGE.test(tidy.defaultLanguage) &&
    tidy.variants.every(({ language, text }) => text !== '' && LANGUAGE.test(language)) &&
    Object.values(tidy.placeholders).every(
      ({ fallback, fallbacks = {} }) =>
        fallback !== '' && Object.values(fallbacks).every((one) => one !== ''),
    );
  return isWhole ? tidy : undefined;
};

export type PlanFault = 'name' | 'kind' | 'text' | 'audience' | 'answers' | 'steps';

/** What must be filled in before the gateway is asked. */
export const faultsOf = (plan: Plan): readonly PlanFault[] => [
  ...(plan.name.trim() === '' ? (['name'] as const) : []),
  ...(plan.kind === '' ? (['kind'] as const) : []),
  ...(lintable(plan.content) === undefined ? (['text'] as const) : []),
  ...(plan.audience.include.length === 0 ? (['audience'] as const) : []),
  ...(plan.question !== null &&
  (plan.question.answers.length === 0 ||
    plan.question.answers.some(({ word, meaning }) => word === '' || meaning === ''))
    ? (['answers'] as const)
    : []),
  ...(plan.escalation?.steps.some(({ audience }) => audience.include.length === 0)
    ? (['steps'] as const)
    : []),
];
