import { test } from 'vitest';
import { walkEveryPage } from '../../support/console/every-page.ts';

// A window of 1280 x 800 pixels at 200 %. The longer language shows what has no place.
test(
  'every page keeps to WCAG 2.2 AA, light and dark, in fr-FR, 640 pixels wide',
  () => walkEveryPage({ locale: 'fr-FR', width: 640, height: 400 }),
  300_000,
);
