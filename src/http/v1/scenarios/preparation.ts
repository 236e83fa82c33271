import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { linting } from '../templates/linting.ts';
import { templates } from '../templates/templates.ts';
import { approvingScenarios } from './approving.ts';
import { launchingScenarios } from './launching.ts';
import { scenarios } from './scenarios.ts';

/** The routes to prepare alerts: the linter, templates and scenarios. */
export const preparation = (app: App, access: Access, once: Once, services: HttpServices): void => {
  linting(app, access, services);
  templates(app, access, once, services);
  scenarios(app, access, once, services);
  approvingScenarios(app, access, services);
  launchingScenarios(app, access, once, services);
};
