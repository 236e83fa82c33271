import type { Mutant } from './mutant.ts';
import { mutantsOfClaims } from './of-claims.ts';
import { mutantsOfInbound } from './of-inbound.ts';
import { mutantsOfMachine } from './of-machine.ts';
import { mutantsOfMessages } from './of-messages.ts';
import { mutantsOfModems } from './of-modems.ts';
import { mutantsOfPeople } from './of-people.ts';
import { mutantsOfPostgres } from './of-postgres.ts';
import { mutantsOfReload } from './of-reload.ts';
import { mutantsOfTriggers } from './of-triggers.ts';
import { mutantsOfWaves } from './of-waves.ts';

const inWorldsWith = (act: string, mutants: readonly Mutant[]): readonly Mutant[] =>
  mutants.map((mutant) => ({ ...mutant, act }));

export const MUTANTS: readonly Mutant[] = [
  ...mutantsOfMessages,
  ...mutantsOfClaims,
  ...inWorldsWith('inbound', mutantsOfInbound),
  ...inWorldsWith('people', mutantsOfPeople),
  ...inWorldsWith('people', mutantsOfWaves),
  ...inWorldsWith('modems', mutantsOfModems),
  ...inWorldsWith('reload', mutantsOfReload),
  ...inWorldsWith('triggers', mutantsOfTriggers),
  ...mutantsOfMachine,
  ...mutantsOfPostgres.map((mutant) => ({ ...mutant, store: 'postgres' as const })),
];
