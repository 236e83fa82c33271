import type { z } from 'zod';
import type { alertView } from '../../../http/v1/alerts/alert-view.ts';
import type { overviewView } from '../../../http/v1/alerts/overview-view.ts';
import type { caseView } from '../../../http/v1/cases/case-view.ts';
import type { outlookView } from '../../../http/v1/routes/outlook.ts';
import type { routeView } from '../../../http/v1/routes/routes.ts';

/** What the gateway tells, for the pure parts of the room, which know nothing of a browser. */
export type Alert = z.output<typeof alertView>;
export type AlertOverview = z.output<typeof overviewView>;
export type Case = z.output<typeof caseView>;
export type Outlook = z.output<typeof outlookView>;
export type Route = z.output<typeof routeView>;
