import type { Mutant } from './mutant.ts';
import { mutantsOfMessages } from './of-messages.ts';

export const MUTANTS: readonly Mutant[] = [...mutantsOfMessages];
