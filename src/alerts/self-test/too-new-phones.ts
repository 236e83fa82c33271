import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import type { Alert, AlertActor } from '../../domain/alerts/alert.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';

export interface OursDeps {
  /** The numbers of ours that the configuration has. */
  readonly ours: Pick<ReadonlySet<string>, 'has'>;
  readonly personOf: PersonOfPhone;
}

const WHY = 'is the phone of a user since less than 24 hours, and you or an author of the alert set it';

/**
 * An error for each phone of a user that who tests, or an author of the alert, has just set. Otherwise anybody's number
 * could be made one of ours, and a test would be a way round the second person.
 */
export const tooNewPhones = async (
  { ours, personOf }: OursDeps,
  { created, authors }: Pick<Alert, 'created' | 'authors'>,
  { numbers }: { readonly numbers: readonly Msisdn[] },
  { id }: Pick<AlertActor, 'id'>,
): Promise<readonly { readonly path: string; readonly message: string }[]> => {
  const persons = [id, created.id, ...authors];
  const found = await Promise.all(
    numbers.map(async (number, index) => {
      const person = ours.has(number) ? undefined : await personOf(number);
      const setBy = person?.kind === 'user' ? person.setBy : undefined;
      return setBy !== undefined && persons.includes(setBy)
        ? [{ path: `numbers[${index}]`, message: WHY }]
        : [];
    }),
  );
  return found.flat();
};
