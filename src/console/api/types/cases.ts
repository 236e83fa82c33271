import type { z } from 'zod';
import type { caseView, caseWithHistoryView } from '../../../http/v1/cases/case-view.ts';

/** A call for help. */
export type Case = z.output<typeof caseView>;
export type CaseWithHistory = z.output<typeof caseWithHistoryView>;
export type CaseEntry = CaseWithHistory['history'][number];
