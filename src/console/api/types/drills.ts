import type { z } from 'zod';
import type { drillBody } from '../../../http/v1/drills/drill-body.ts';
import type { runView } from '../../../http/v1/drills/drill-view.ts';
import type { drillView } from '../../../http/v1/drills/drills.ts';

export type Drill = z.output<typeof drillView>;
export type DrillBody = z.input<ReturnType<typeof drillBody>>;
export type DrillRun = z.output<typeof runView>;
