import { test } from 'vitest';
import { walkEveryPage } from '../../support/console/every-page.ts';

test(
  'every page keeps to WCAG 2.2 AA, light and dark, in en-GB, 1440 pixels wide',
  () => walkEveryPage({ locale: 'en-GB', width: 1440, height: 900 }),
  300_000,
);
