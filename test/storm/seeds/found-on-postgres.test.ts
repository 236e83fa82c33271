import { test } from 'vitest';
import { heldLawsOf } from '../held-laws.ts';
import { stormPlanOf } from '../plan.ts';

// On SQLite these worlds take another course, and keep the laws without what they have found.
test('the receipt of a second attempt settles no other message after a power cut, though the first attempt was delivered', () =>
  heldLawsOf(stormPlanOf(8199)));
