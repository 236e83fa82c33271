import type { LibraryTemplate } from '../../domain/templates/template-library.ts';
import { nature } from './library/nature.ts';
import { organisation } from './library/organisation.ts';
import { security } from './library/security.ts';
import { technology } from './library/technology.ts';

/** The templates that come with the product. `test/unit/alerts/templates/library.test.ts` lints them. */
export const library: readonly LibraryTemplate[] = [...nature, ...technology, ...security, ...organisation];
