import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { audiences, ruleCounts } from './audiences.ts';
import { contacts } from './contacts.ts';
import { contactsCsv } from './contacts-csv.ts';
import { deadNumbers } from './dead-numbers.ts';
import { groups } from './groups.ts';
import { heldOptOuts } from './held-opt-outs.ts';
import { imports } from './imports.ts';
import { members } from './members.ts';
import { optOuts } from './opt-outs.ts';
import { persons } from './persons.ts';
import { reach } from './reach.ts';
import { senders } from './senders.ts';

/** All routes about people. */
export const people = (app: App, access: Access, once: Once, services: HttpServices): void => {
  contacts(app, access, once, services);
  contactsCsv(app, access, services);
  imports(app, access, once, services);
  groups(app, access, once, services);
  members(app, access, services);
  optOuts(app, access, once, services);
  heldOptOuts(app, access, services);
  audiences(app, access, services);
  ruleCounts(app, access, services);
  persons(app, access, services);
  deadNumbers(app, access, services);
  reach(app, access, services);
  senders(app, access, services);
};
