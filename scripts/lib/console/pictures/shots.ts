import type { Page } from 'playwright-core';
import type { Shot } from './photographer.ts';
import type { Scene } from './scene.ts';

const byAnna = (name: string, path: string, act?: Shot['act']): Shot => ({
  name,
  path,
  as: 'Anna',
  ...(act && { act }),
});
const byAda = (name: string, path: string): Shot => ({ name, path, as: 'Ada' });

/** The form of somebody who signs in for the first time, with the password that an admin gave. */
const mustChange =
  ({ newcomer }: Scene) =>
  async (page: Page): Promise<void> => {
    await page.getByLabel(/^(Name|Nom)/).fill(newcomer.name);
    await page.getByLabel(/^(Password|Mot de passe)/).fill(newcomer.oneTimePassword);
    await page.getByRole('button', { name: /^(Sign in|Se connecter)$/ }).click();
    await page
      .getByLabel(/(New password|Nouveau mot de passe)/)
      .first()
      .waitFor();
  };

const alertShots = ({ events, town }: Scene): readonly Shot[] => [
  byAnna('new-start', '/alerts/new'),
  byAnna('new-draft', `/alerts/new/${events.draft}`),
  byAnna('new-scenario', `/alerts/new/scenario/${town.scenario}`),
  byAnna('alert-live', `/alerts/${events.live}`),
  byAnna('alert-pending-author', `/alerts/${events.pending}`),
  { name: 'alert-pending-approver', path: `/alerts/${events.pending}`, as: 'Bruno' },
  byAnna('alert-stopped', `/alerts/${events.stopped}`),
  byAnna('alert-exercise', `/alerts/${events.exercise}`),
  byAnna('alert-ended', `/alerts/${events.past}`),
  byAnna('alert-report', `/alerts/${events.past}/report`),
  byAnna('alerts', '/alerts'),
  byAnna('alerts-schedules', '/alerts/schedules'),
  byAnna('alerts-delegations', '/alerts/delegations'),
  byAnna('scenarios', '/alerts/scenarios'),
  byAnna('scenarios-one', `/alerts/scenarios/${town.scenario}`),
  byAnna('scenarios-edit', `/alerts/scenarios/${town.scenario}/edit`),
  byAnna('scenarios-new', '/alerts/scenarios/new'),
  byAnna('scenarios-templates', '/alerts/templates'),
  byAnna('scenarios-template', '/alerts/templates/1'),
  byAnna('scenarios-new-template', '/alerts/templates/new'),
];

const otherShots = ({ town, events }: Scene): readonly Shot[] => [
  byAnna('people', '/people'),
  byAnna('people-contact', '/people/contacts/12'),
  byAnna('people-new-contact', '/people/contacts/new'),
  byAnna('people-lists', '/people/lists'),
  byAnna('people-list', `/people/lists/${town.list}`),
  byAnna('people-import', '/people/import'),
  byAnna('people-import-done', '/people/import/1'),
  byAnna('people-segments', '/people/segments'),
  byAnna('people-segment', '/people/segments/1'),
  byAnna('people-areas', '/people/areas'),
  byAnna('people-area', `/people/areas/${town.area}`),
  byAnna('people-reach', '/people/reach'),
  byAnna('people-dead', '/people/dead'),
  byAnna('people-opt-outs', '/people/opt-outs'),
  byAnna('inbox', '/inbox'),
  byAnna('inbox-case', '/inbox/cases/1'),
  byAnna('inbox-messages', '/inbox/messages'),
  byAnna('inbox-keywords', '/inbox/keywords'),
  byAnna('inbox-duty', '/inbox/duty'),
  byAnna('inbox-roster', '/inbox/duty/1'),
  byAnna('drills', '/drills'),
  byAnna('drills-new', '/drills/new'),
  byAnna('drills-one', '/drills/1'),
  byAnna('drills-run', '/drills/1/runs/1'),
  byAnna('routes', '/routes'),
  byAnna('routes-carrier', '/routes/orange'),
  byAnna('routes-down', '/routes/sfr'),
  byAnna('routes-modem', '/routes/modem-1'),
  byAnna('messages', '/messages'),
  byAnna('messages-one', `/messages/${events.message}`),
  byAnna('messages-new', '/messages/new'),
  byAda('settings', '/settings'),
  ...['account', 'users', 'users/Anna', 'tokens', 'alarms', 'webhooks', 'webhooks/1', 'triggers'].map(
    (path) => byAda(`settings-${path.replace('/', '-')}`, `/settings/${path}`),
  ),
  ...['audit', 'retention', 'configuration'].map((path) => byAda(`settings-${path}`, `/settings/${path}`)),
  byAnna('guide', '/guide'),
  byAnna('guide-operators', '/guide/operators-guide'),
  byAnna('guide-all', '/guide/all'),
  byAnna('not-found', '/nothing-here'),
];

/** Every page of the console. */
export const shots = (scene: Scene): readonly Shot[] => [
  { name: 'sign-in', path: '/' },
  { name: 'sign-in-must-change', path: '/', act: mustChange(scene) },
  byAnna('now', '/'),
  ...alertShots(scene),
  ...otherShots(scene),
];

/** The three pictures of the README. */
export const forReadme = ({ events, town }: Scene): readonly Shot[] => [
  byAnna('console-now', '/'),
  byAnna('console-new-alert', `/alerts/new/scenario/${town.scenario}`, async (page) => {
    await page.getByRole('combobox', { name: 'Place' }).click();
    await page.getByRole('option', { name: 'quai nord' }).click();
  }),
  byAnna('console-alert', `/alerts/${events.live}`),
];
