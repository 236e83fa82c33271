import type { Mutant } from './mutant.ts';
import { mutantsOfInbound } from './of-inbound.ts';
import { mutantsOfMessages } from './of-messages.ts';

export const MUTANTS: readonly Mutant[] = [...mutantsOfMessages, ...mutantsOfInbound];
