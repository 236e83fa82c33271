import type { z } from 'zod';
import type { rosterBody } from '../../../http/v1/rosters/roster-body.ts';
import type { rosterView } from '../../../http/v1/rosters/roster-view.ts';

export type Roster = z.output<typeof rosterView>;
export type RosterBody = z.input<typeof rosterBody>;
