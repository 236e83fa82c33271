import type { AlertOverview, AlertPreview } from '../../../api/alerts/alerts.ts';

export interface BeforeActsProps {
  readonly overview: AlertOverview;
  /** What was seen; undefined: it is not read yet, and nothing can be decided about it. */
  readonly preview: AlertPreview | undefined;
  /** Shows the difference if the act is refused since something has changed. */
  readonly guard: <Result>(act: () => Promise<Result>) => Promise<Result>;
}
