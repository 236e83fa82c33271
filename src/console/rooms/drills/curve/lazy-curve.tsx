import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react';
import type { CurveChart } from './curve-chart.tsx';

const Chart = lazy(async () => ({ default: (await import('./curve-chart.tsx')).CurveChart }));

/** The curve, once there is something to compare: two points at least. */
export const LazyCurve = (props: ComponentProps<typeof CurveChart>): ReactNode =>
  props.times.length < 2 ? null : (
    <Suspense fallback={<Skeleton height={240} />}>
      <Chart {...props} />
    </Suspense>
  );
