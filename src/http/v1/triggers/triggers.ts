import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { capIn } from './cap-in.ts';
import { capOut } from './cap-out.ts';
import { events } from './events.ts';
import { launchCodes } from './launch-codes.ts';

/** All routes of triggers, CAP in both directions, and launch codes. */
export const triggers = (app: App, access: Access, once: Once, services: HttpServices): void => {
  capIn(app, access, services);
  capOut(app, access, services);
  events(app, access, once, services);
  launchCodes(app, access, services);
};
