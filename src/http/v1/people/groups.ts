import { z } from 'zod';
import { warningsOfRule } from '../../../people/unknown-attributes.ts';
import { namedResource, namedView, nameOf } from '../../resource/named-resource.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { optInBody, optInFaults, optInOf, viewOptIn } from './opt-in-body.ts';
import { ruleBody } from './rule-body.ts';
import { shapeBody } from './shape-body.ts';

const listKind = z.enum(['emergency', 'information']).meta({
  description:
    'emergency: members get messages unless they refused or opted out. information: only members who agreed get them.',
});

export const listView = namedView('List', { kind: listKind, optIn: optInBody.optional() });

export const segmentView = namedView('Segment', {
  rule: ruleBody,
  warnings: z.array(z.string()).optional().meta({
    description: 'Attributes that no contact has, if there are any; only when it is made or changed.',
  }),
});

export const areaView = namedView('Area', { shape: shapeBody });

/** Lists, segments and areas: the groups that audiences are made of. */
export const groups = (
  app: App,
  access: Access,
  once: Once,
  { people, audit, clock }: HttpServices,
): void => {
  const now = () => clock.now();
  namedResource(app, access, once, {
    path: '/v1/lists',
    one: 'list',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make a list of people',
    body: z.strictObject({ name: nameOf('list'), kind: listKind, optIn: optInBody.optional() }),
    view: listView,
    repository: people.lists,
    define: ({ kind, optIn }) => ({
      kind,
      ...(optIn === undefined ? {} : { optIn: optInOf(optIn, people.optInWords) }),
    }),
    check: async ({ optIn }, id) => (optIn === undefined ? [] : optInFaults(optIn, id, people.optInWords)),
    show: ({ kind, optIn }) => ({ kind, ...(optIn === undefined ? {} : { optIn: viewOptIn(optIn) }) }),
    now,
    audit,
  });
  namedResource(app, access, once, {
    path: '/v1/segments',
    one: 'segment',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make a segment: contacts that fulfil a rule',
    body: z.strictObject({ name: nameOf('segment'), rule: ruleBody }),
    view: segmentView,
    warn: ({ rule }) => warningsOfRule(rule, people.contacts),
    repository: people.segments,
    define: ({ rule }) => rule,
    show: (rule) => ({ rule }),
    now,
    audit,
  });
  namedResource(app, access, once, {
    path: '/v1/areas',
    one: 'area',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make an area, by a polygon, a circle or postal codes',
    body: z.strictObject({ name: nameOf('area'), shape: shapeBody }),
    view: areaView,
    repository: people.areas,
    define: ({ shape }) => shape,
    show: (shape) => ({ shape }),
    now,
    audit,
  });
};
