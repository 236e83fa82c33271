import { z } from 'zod';
import { alertKinds, type Question, severities } from '../../../domain/alerts/alert.ts';
import type {
  Scenario,
  ScenarioInput,
  ScenarioPlan,
  ScenarioState,
  UnfitScenario,
} from '../../../domain/alerts/scenario.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import type { FieldError } from '../../../intake/message-input.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { durationText } from '../../resource/fields.ts';
import { toEscalation } from '../alerts/escalation-body.ts';
import { escalationPlanView, viewEscalationPlan } from '../alerts/escalation-view.ts';
import { iso } from '../messages/message-view.ts';
import { audienceBody } from '../people/audience-body.ts';
import { contentBody, findingView } from '../templates/content-body.ts';
import { fieldErrorsOf, viewContent, viewFinding } from '../templates/content-view.ts';
import { boundsBody, viewBounds } from './bounds-body.ts';
import type { ScenarioBody } from './plan-body.ts';

const duration = () => z.string().meta({ format: 'duration', examples: ['PT30M'] });

const questionView = z.strictObject({
  answers: z.array(z.strictObject({ word: z.string(), meaning: z.string() })),
  openFor: duration(),
  resend: z.strictObject({ after: duration(), times: z.int() }).nullable(),
});

/** What a scenario says, to whom and how. */
const planView = z.strictObject({
  title: z.string(),
  template: z
    .strictObject({ id: z.int(), version: z.int() })
    .nullable()
    .meta({ description: 'The template that the content was copied from.' }),
  content: contentBody,
  values: z.record(z.string(), z.string()),
  cancelContent: contentBody.nullable().meta({ description: 'null: a cancel says the text of the library.' }),
  endContent: contentBody.nullable().meta({ description: 'null: the end says the text of the library.' }),
  bounds: boundsBody,
  audience: audienceBody,
  kind: z.enum(alertKinds),
  severity: z.enum(severities),
  priority: z.enum(priorities),
  from: z.string().nullable(),
  validFor: duration(),
  routes: z.array(z.string()).nullable(),
  question: questionView.nullable(),
  escalation: escalationPlanView.nullable(),
  overrideOptOut: z.boolean(),
});
const planFields = planView.shape;

export const scenarioView = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    ...planFields,
    needs: z.array(z.string()).meta({ description: 'Placeholders that a launch must give values for.' }),
    findings: z.array(findingView).meta({ description: 'Warnings of the linter.' }),
    preApproved: z
      .boolean()
      .meta({ description: 'Whether this version is approved and can be launched at once.' }),
    approved: z
      .strictObject({ by: author, at: z.iso.datetime() })
      .nullable()
      .meta({ description: 'Who approved it. A change takes the approval back.' }),
    lapsed: z.string().nullable().meta({
      description:
        'Why an earlier approval does not hold any more: a segment, list or area was changed or removed.',
    }),
    approvedBefore: z
      .strictObject({ by: author, at: z.iso.datetime(), name: z.string(), ...planFields })
      .nullable()
      .meta({
        description: 'The version that was approved last, if this one is not approved: what changed since.',
      }),
    createdAt: z.iso.datetime(),
    version: z.int().meta({ description: 'Also the ETag.' }),
  })
  .meta({ id: 'Scenario' });

export const viewScenario = (
  { id, name, definition, createdAt, version, approved, lapsed }: Scenario,
  { needs, findings }: ScenarioState,
): z.output<typeof scenarioView> => {
  const { plan, approvedBefore } = definition;
  return {
    id,
    name,
    ...viewPlan(plan, name),
    needs: [...needs],
    findings: findings.map(viewFinding),
    preApproved: approved !== undefined,
    approved: approved === undefined ? null : { by: viewAuthor(approved), at: iso(approved.at) },
    lapsed: lapsed?.detail ?? null,
    approvedBefore:
      approved !== undefined || approvedBefore === undefined
        ? null
        : {
            by: viewAuthor(approvedBefore),
            at: iso(approvedBefore.at),
            name: approvedBefore.scenario,
            ...viewPlan(approvedBefore.plan, approvedBefore.scenario),
          },
    createdAt: iso(createdAt),
    version,
  };
};

const viewPlan = (plan: ScenarioPlan, name: string): z.output<typeof planView> => ({
  title: plan.title ?? name,
  template: plan.template ?? null,
  content: viewContent(plan.content),
  values: plan.values,
  cancelContent: plan.cancelContent === undefined ? null : viewContent(plan.cancelContent),
  endContent: plan.endContent === undefined ? null : viewContent(plan.endContent),
  bounds: viewBounds(plan.bounds ?? {}),
  audience: plan.audience as z.output<typeof audienceBody>,
  kind: plan.kind,
  severity: plan.severity,
  priority: plan.priority,
  from: plan.from ?? null,
  validFor: durationText(plan.validForMs),
  routes: plan.routes === undefined ? null : [...plan.routes],
  question: plan.question === undefined ? null : viewQuestion(plan.question),
  escalation: plan.escalation === undefined ? null : viewEscalationPlan(plan.escalation),
  overrideOptOut: plan.overrideOptOut,
});

const viewQuestion = ({ answers, openForMs, resend }: Question): z.output<typeof questionView> => ({
  answers: [...answers],
  openFor: durationText(openForMs),
  resend: resend === undefined ? null : { after: durationText(resend.afterMs), times: resend.times },
});

export const toScenarioInput = (body: ScenarioBody): ScenarioInput => {
  const { name: _name, template = 0, content, validFor, question, escalation, ...rest } = body;
  return {
    ...rest,
    title: body.title,
    content: content ?? { template },
    validForMs: validFor,
    question: question === undefined ? undefined : toQuestion(question),
    escalation: escalation && toEscalation(escalation),
  };
};

const toQuestion = ({ answers, openFor, resend }: NonNullable<ScenarioBody['question']>): Question => ({
  answers,
  openForMs: openFor,
  resend: resend === undefined ? undefined : { afterMs: resend.after, times: resend.times },
});

/** All errors that keep a scenario from being stored, each at its field of the body. */
export const scenarioErrors = (
  { template, routes = [] }: ScenarioBody,
  { content, findings, unknownRoutes, faults }: UnfitScenario,
): readonly FieldError[] => {
  const ofContent = content === undefined ? [] : fieldErrorsOf(content, findings);
  return [
    ...(content === undefined ? [{ path: 'template', message: 'there is no such template' }] : []),
    ...ofContent.map(({ path, message }) =>
      template !== undefined && path.startsWith('content')
        ? { path: 'template', message }
        : { path, message },
    ),
    ...faults,
    ...unknownRoutes.map((route) => ({
      path: `routes[${routes.indexOf(route)}]`,
      message: `no route is called "${route}"`,
    })),
  ];
};
